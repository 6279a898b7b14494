using FcWorkflowTrigger.Callback.Authentication;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads how IMS's own signature on callbacks is checked.</summary>
internal static class SignatureOptionsReader
{
    private const int MaxKeyLength = 32;
    private const int MaxToleranceSeconds = 24 * 60 * 60;

    public static SignatureOptions Read(SettingsReader reader)
    {
        var options = new SignatureOptions(
            Keys(reader),
            TimeSpan.FromSeconds(reader.Number("IMS_CALLBACK_TOLERANCE_SECONDS", (int)SignatureOptions.DefaultTolerance.TotalSeconds, 1, MaxToleranceSeconds)),
            reader.Choice<SignatureDemand>("IMS_CALLBACK_SIGNATURE", SignatureDemand.Optional));

        if (options is { Demand: SignatureDemand.Required, Keys.Count: 0 })
        {
            reader.Complain("IMS_CALLBACK_SIGNATURE", "is 'required', but IMS_CALLBACK_KEYS holds no key to check with, so every callback would be refused.");
        }

        return options;
    }

    private static IReadOnlyList<string> Keys(SettingsReader reader)
    {
        const string Name = "IMS_CALLBACK_KEYS";
        var keys = reader.List(Name);

        if (keys.Any(key => key.Length > MaxKeyLength || !key.All(char.IsAsciiLetterOrDigit)))
        {
            reader.Complain(Name, $"holds an entry that IMS would not take: a key has at most {MaxKeyLength} letters and digits.");
        }

        return keys;
    }
}
