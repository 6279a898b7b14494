namespace FcWorkflowTrigger.Telemetry;

/// <summary>The user's own attributes of the resource, by the standard variables of OpenTelemetry ("Environment Variable Specification").</summary>
internal static class ResourceAttributes
{
    public const string ServiceName = "OTEL_SERVICE_NAME";
    public const string Variable = "OTEL_RESOURCE_ATTRIBUTES";

    /// <param name="service">The value of <see cref="ServiceName"/>, which goes before a <c>service.name</c> in the list; null when it is not set.</param>
    /// <param name="list">The value of <see cref="Variable"/>.</param>
    /// <returns>Null when the list is not of the form <c>name=value,name=value</c>.</returns>
    public static IReadOnlyDictionary<string, string>? Parse(string? service, string? list)
    {
        if (KeyValueList.Parse(list) is not { } pairs)
        {
            return null;
        }

        var attributes = pairs.ToDictionary();

        if (service is not null)
        {
            attributes["service.name"] = service;
        }

        return attributes;
    }
}
