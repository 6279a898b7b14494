using System.Globalization;
using System.Text.Json;

namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>The policy of a PostObject: until when it holds, and the conditions that the form must meet (OSS documentation, "PostObject", "Appendix: Policy").</summary>
internal static class PostPolicy
{
    /// <param name="policy">The field's value: JSON in base64.</param>
    /// <exception cref="OssError">It is no policy, it has expired, or the form does not meet a condition.</exception>
    public static void Require(OssCall call, PostForm form, string policy, DateTimeOffset now)
    {
        using var document = Parse(policy);
        var root = document.RootElement;

        if (Expiration(root) <= now)
        {
            throw OssError.AccessDenied("Invalid according to Policy: Policy expired.", "0006-00000213");
        }

        if (!root.TryGetProperty("conditions", out var conditions) || conditions.ValueKind != JsonValueKind.Array)
        {
            throw Invalid("it has no list of conditions.");
        }

        foreach (var condition in conditions.EnumerateArray())
        {
            Require(condition, name => name.Equals("bucket", StringComparison.OrdinalIgnoreCase) ? call.Bucket : form[name], form.File.LongLength);
        }
    }

    private static JsonDocument Parse(string policy)
    {
        try
        {
            var document = JsonDocument.Parse(Convert.FromBase64String(policy));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw Invalid("it is no JSON object.");
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            throw Invalid("it is not JSON in base64.");
        }
    }

    private static DateTimeOffset Expiration(JsonElement root) => !root.TryGetProperty("expiration", out var expiration) ? throw Invalid("it has no expiration.", "0006-00000208")
        : expiration.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(expiration.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? until
        : throw Invalid("its expiration is no time in ISO 8601.", "0006-00000210");

    private static void Require(JsonElement condition, Func<string, string?> field, long size)
    {
        if (condition.ValueKind == JsonValueKind.Object)
        {
            var pairs = condition.EnumerateObject().ToArray();
            RequireMet(
                pairs.Length == 1 && pairs[0].Value.ValueKind == JsonValueKind.String
                    ? field(pairs[0].Name) == pairs[0].Value.GetString()
                    : throw Invalid("Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."),
                condition);
            return;
        }

        if (condition.ValueKind != JsonValueKind.Array || condition.GetArrayLength() != 3 || condition[0].ValueKind != JsonValueKind.String)
        {
            throw Invalid("a condition is an object with one property, or a list of three.");
        }

        if (condition[0].GetString() == "content-length-range")
        {
            RequireSize(condition, size);
            return;
        }

        var value = condition[1].ValueKind == JsonValueKind.String && condition[1].GetString() is ['$', .. var name]
            ? field(name)
            : throw Invalid("a condition names its field as $field.");
        RequireMet(IsMet(condition[0].GetString()!, value, condition[2]), condition);
    }

    private static bool IsMet(string test, string? value, JsonElement expected) => (test, expected.ValueKind) switch
    {
        ("eq", JsonValueKind.String) => value == expected.GetString(),
        ("starts-with", JsonValueKind.String) => value?.StartsWith(expected.GetString()!, StringComparison.Ordinal) ?? expected.GetString()!.Length == 0,
        ("in", JsonValueKind.Array) => expected.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.GetString() == value),
        ("not-in", JsonValueKind.Array) => expected.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String && one.GetString() != value),
        _ => throw Invalid("a condition tests with eq, starts-with, in, not-in or content-length-range.", "0006-00000224"),
    };

    private static void RequireSize(JsonElement condition, long size)
    {
        if (condition[1].ValueKind != JsonValueKind.Number || condition[2].ValueKind != JsonValueKind.Number
            || !condition[1].TryGetInt64(out var least) || !condition[2].TryGetInt64(out var most) || least < 0 || most < least)
        {
            throw Invalid("content-length-range has two numbers, and the second is not the smaller one.", "0006-00000219");
        }

        if (size < least)
        {
            throw new OssError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size.", "0006-00000004");
        }

        if (size > most)
        {
            throw new OssError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.", "0006-00000004");
        }
    }

    private static void RequireMet(bool isMet, JsonElement condition)
    {
        if (!isMet)
        {
            throw OssError.AccessDenied($"Invalid according to Policy: Policy Condition failed: {condition.GetRawText()}");
        }
    }

    private static OssError Invalid(string why, string ec = "") => new(400, "InvalidPolicyDocument", $"Invalid Policy: {why}", ec);
}
