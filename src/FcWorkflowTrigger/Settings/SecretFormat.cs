using System.Diagnostics.CodeAnalysis;

namespace FcWorkflowTrigger.Settings;

/// <summary>The format of a secret: a fixed prefix and base64.</summary>
/// <param name="MaxBytes">Null for no limit.</param>
internal sealed record SecretFormat(string Prefix, int MinBytes, int? MaxBytes)
{
    public bool TryParse(string text, [NotNullWhen(true)] out byte[]? secret)
    {
        var bytes = new byte[text.Length];
        secret = text.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length)
            && length >= MinBytes
            && (MaxBytes is null || length <= MaxBytes)
            ? bytes[..length]
            : null;
        return secret is not null;
    }

    public override string ToString() => (Prefix.Length > 0 ? $"{Prefix} and " : "") + "base64 of " + (MaxBytes is { } max ? $"{MinBytes} to {max} bytes" : $"at least {MinBytes} bytes");
}
