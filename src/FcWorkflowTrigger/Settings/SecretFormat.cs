using System.Diagnostics.CodeAnalysis;

namespace FcWorkflowTrigger.Settings;

/// <summary>How a secret is written: a fixed beginning and base64.</summary>
/// <param name="MaxBytes">Null for any number.</param>
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

    public override string ToString() => (Prefix.Length > 0 ? $"{Prefix} and " : "") + "base64 of " + (MaxBytes is { } most ? $"{MinBytes} to {most} bytes" : $"at least {MinBytes} bytes");
}
