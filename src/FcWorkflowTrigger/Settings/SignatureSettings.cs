namespace FcWorkflowTrigger.Settings;

/// <summary>How IMS's own signature on callbacks is checked.</summary>
/// <param name="Keys">What IMS signs with; several while a key is replaced, none when IMS does not sign.</param>
/// <param name="Tolerance">How far <c>X-ICE-TIMESTAMP</c> may be from now.</param>
internal sealed record SignatureSettings(IReadOnlyList<string> Keys, TimeSpan Tolerance, SignatureDemand Demand)
{
    private const int MaxKeyLength = 32;
    private const int DefaultTolerance = 300;
    private const int MaxTolerance = 24 * 60 * 60;

    public static SignatureSettings None { get; } = new([], TimeSpan.FromSeconds(DefaultTolerance), SignatureDemand.Optional);

    public static SignatureSettings Read(SettingsReader reader)
    {
        var settings = new SignatureSettings(
            KeysOf(reader),
            TimeSpan.FromSeconds(reader.Number("IMS_CALLBACK_TOLERANCE_SECONDS", DefaultTolerance, 1, MaxTolerance)),
            reader.Choice<SignatureDemand>("IMS_CALLBACK_SIGNATURE", SignatureDemand.Optional));

        if (settings is { Demand: SignatureDemand.Required, Keys.Count: 0 })
        {
            reader.Complain("IMS_CALLBACK_SIGNATURE", "is 'required', but IMS_CALLBACK_KEYS holds no key to check with, so every callback would be refused.");
        }

        return settings;
    }

    private static IReadOnlyList<string> KeysOf(SettingsReader reader)
    {
        const string Name = "IMS_CALLBACK_KEYS";
        var keys = reader.List(Name);

        if (keys.Any(key => key.Length > MaxKeyLength || !key.All(char.IsAsciiLetterOrDigit)))
        {
            reader.Complain(Name, $"holds an entry that IMS would not take: a key has at most {MaxKeyLength} letters and digits.");
        }

        return keys;
    }

    // The keys must never reach a log by way of the record's own text.
    public override string ToString() => $"SignatureSettings {{ Keys = {Keys.Count}, Tolerance = {Tolerance}, Demand = {Demand} }}";
}
