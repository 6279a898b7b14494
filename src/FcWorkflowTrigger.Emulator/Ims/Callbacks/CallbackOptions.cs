namespace FcWorkflowTrigger.Emulator.Ims.Callbacks;

/// <summary>The form of callbacks, where the documentation of IMS leaves it open.</summary>
internal sealed record CallbackOptions(CallbackBody Body = CallbackBody.Enveloped, CallbackSigning Signing = CallbackSigning.Configured)
{
    /// <summary>The timeout of IMS (IMS documentation, "Callback overview").</summary>
    public const double DefaultTimeoutSeconds = 3;

    /// <summary>The time limit for an answer, by the machine's clock. A busy machine can need more than the three seconds of IMS.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(DefaultTimeoutSeconds);
}

/// <summary>The place of the fields of an event.</summary>
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
