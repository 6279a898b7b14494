namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>Writes the fields of a message in one of the two forms of the protocol.</summary>
/// <remarks>A field with the default value of proto3 (null, zero, false, an empty text, no elements) is left out, as both forms allow, unless its method says otherwise.</remarks>
internal abstract class OtlpWriter
{
    /// <param name="field">The number of the field in the proto; so for all methods.</param>
    /// <param name="name">The name of the field in lower camel case; so for all methods.</param>
    /// <param name="value">Null or the text.</param>
    public abstract void Text(int field, string name, string? value);

    /// <param name="hex">Null or bytes in hex.</param>
    public abstract void Hex(int field, string name, string? hex);

    /// <summary>A number of 32 bits, or of an enumeration.</summary>
    public abstract void Number(int field, string name, int value);

    public abstract void Flag(int field, string name, bool value);

    /// <summary>A number of 64 bits without a sign, of fixed length.</summary>
    public abstract void Fixed(int field, string name, ulong value);

    /// <summary>A field of a <c>oneof</c> or an optional one: only a null is left out.</summary>
    public abstract void Chosen(int field, string name, string? value);

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    public abstract void Chosen(int field, string name, bool? value);

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    public abstract void Chosen(int field, string name, long? value);

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    public abstract void Chosen(int field, string name, double? value);

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    /// <remarks>A number of 64 bits with a sign, of fixed length.</remarks>
    public abstract void ChosenFixed(int field, string name, long? value);

    public abstract void Packed(int field, string name, IReadOnlyList<ulong> values);

    public abstract void Packed(int field, string name, IReadOnlyList<double> values);

    public abstract void Message(int field, string name, IOtlpMessage? message);

    public abstract void Messages(int field, string name, IReadOnlyList<IOtlpMessage>? messages);
}
