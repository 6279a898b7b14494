using FcWorkflowTrigger.Telemetry;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads where traces and metrics go (OpenTelemetry, "OpenTelemetry Protocol Exporter" and "Environment Variable Specification").</summary>
internal static class TelemetryOptionsReader
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private static readonly Dictionary<string, OtlpProtocol> Protocols = new() { ["http/protobuf"] = OtlpProtocol.Protobuf, ["http/json"] = OtlpProtocol.Json };

    public static TelemetryOptions Read(SettingsReader reader)
    {
        var all = ReadAddress(reader, Endpoint);
        var (traces, metrics) = (ReadAddress(reader, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), ReadAddress(reader, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"));

        return new(
            traces ?? Below(all, "v1/traces"),
            metrics ?? Below(all, "v1/metrics"),
            ReadProtocol(reader),
            ReadHeaders(reader),
            TimeSpan.FromMilliseconds(reader.ReadNumber("OTEL_EXPORTER_OTLP_TIMEOUT", fallback: 10_000, min: 1, max: 20_000)),
            ReadAttributes(reader),
            reader.ReadOptional("FC_FUNCTION_NAME"))
        {
            IsDisabled = reader.ReadChoice<Disabled>("OTEL_SDK_DISABLED", Disabled.False) == Disabled.True,
        };
    }

    // Unlike the addresses of services, a collector is often reached by plain http within a network. Its path may hold a token, so the address is never told.
    private static Uri? ReadAddress(SettingsReader reader, string name)
    {
        if (reader.ReadOptional(name) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && url is { Fragment: "", UserInfo: "" })
        {
            return url;
        }

        reader.AddProblem(name, "is not an http or https URL without user and fragment.");
        return null;
    }

    private static Uri? Below(Uri? all, string path) => all is null ? null : new UriBuilder(all) { Path = $"{all.AbsolutePath.TrimEnd('/')}/{path}" }.Uri;

    private static OtlpProtocol ReadProtocol(SettingsReader reader)
    {
        var text = reader.ReadOptional(Protocol) ?? "http/protobuf";

        if (!Protocols.TryGetValue(text, out var protocol))
        {
            reader.AddProblem(Protocol, $"is '{text}'; use one of {string.Join(", ", Protocols.Keys)}.");
        }

        return protocol;
    }

    private static IReadOnlyDictionary<string, string> ReadHeaders(SettingsReader reader)
    {
        var headers = KeyValueList.Parse(reader.ReadOptional(Headers));

        if (headers is null || headers.Any(header => header.Value.AsSpan().ContainsAny('\r', '\n', '\0')))
        {
            reader.AddProblem(Headers, "is not of the form name=value,name=value.");
            return TelemetryOptions.None.Headers;
        }

        return headers;
    }

    private static IReadOnlyDictionary<string, string> ReadAttributes(SettingsReader reader)
    {
        var attributes = ResourceAttributes.Parse(reader.ReadOptional(ResourceAttributes.ServiceName), reader.ReadOptional(ResourceAttributes.Variable));

        if (attributes is null)
        {
            reader.AddProblem(ResourceAttributes.Variable, "is not of the form name=value,name=value.");
        }

        return attributes ?? TelemetryOptions.None.Attributes;
    }

    /// <summary>The standard's switch; in lower case.</summary>
    private enum Disabled
    {
        /// <summary>Sends where an address is set.</summary>
        False,

        /// <summary>Sends nothing.</summary>
        True,
    }
}
