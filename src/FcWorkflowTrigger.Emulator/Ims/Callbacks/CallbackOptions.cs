namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>How callbacks look, where IMS's documentation leaves it open.</summary>
internal sealed record CallbackOptions(CallbackBody Body = CallbackBody.Enveloped, CallbackSigning Signing = CallbackSigning.Configured)
{
    /// <summary>IMS's own patience (IMS documentation, "Callback overview").</summary>
    public const double DefaultPatienceSeconds = 3;

    /// <summary>How long an answer may take, by the machine's time: a machine too busy for IMS's three seconds may be given more.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(DefaultPatienceSeconds);
}

/// <summary>Where the fields of an event stand.</summary>
internal enum CallbackBody
{
    /// <summary>In <c>MessageBody</c>, as in every IMS event published.</summary>
    Enveloped,

    /// <summary>Side by side, as in the sister product's event of the same name.</summary>
    Flat,

    /// <summary>In <c>MessageBody</c>, which is a text that holds JSON.</summary>
    Text,
}

/// <summary>Which callbacks carry <c>X-ICE-SIGNATURE</c>.</summary>
internal enum CallbackSigning
{
    /// <summary>The global callback, while its AuthSwitch is on.</summary>
    Configured,

    /// <summary>The global one and those of NotifyAddress too, as soon as there is an AuthKey.</summary>
    Always,

    Never,
}
