namespace FcWorkflowTrigger.Emulator.Ims;

/// <summary>A refusal with the code and the message of the OpenAPI gateway or of IMS.</summary>
internal sealed class ImsError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Sent as <c>x-acs-retry-after</c>.</summary>
    public int? RetryAfterMilliseconds { get; init; }

    public static ImsError Missing(string parameter) => new(400, $"Missing{parameter}", $"{parameter} is mandatory for this action.");

    public static ImsError Internal() => new(500, "InternalError", "The request processing has failed due to some unknown error.");

    public static ImsError Invalid(string parameter) => new(400, "InvalidParameter", $"The specified parameter \"{parameter}\" is not valid.");
}
