namespace FcWorkflowTrigger.Telemetry.Otlp;

/// <summary>Writes the fields of a message in one of the two forms of the protocol.</summary>
/// <remarks>A field with the default value of proto3 (null, zero, false, an empty text, no elements) is left out, as both forms allow, unless its method says otherwise.</remarks>
internal abstract class OtlpWriter
{
    /// <param name="field">The number of the field in the proto; so for all methods.</param>
    /// <param name="name">The name of the field in lower camel case; so for all methods.</param>
    /// <param name="value">Null or the text.</param>
    public void Text(int field, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            WriteText(field, name, value);
        }
    }

    /// <param name="hex">Null or bytes in hex.</param>
    public void Hex(int field, string name, string? hex)
    {
        if (!string.IsNullOrEmpty(hex))
        {
            WriteHex(field, name, hex);
        }
    }

    /// <summary>A number of 32 bits, or of an enumeration.</summary>
    public void Number(int field, string name, int value)
    {
        if (value != 0)
        {
            WriteNumber(field, name, value);
        }
    }

    public void Flag(int field, string name, bool value)
    {
        if (value)
        {
            WriteFlag(field, name, value);
        }
    }

    /// <summary>A number of 64 bits without a sign, of fixed length.</summary>
    public void Fixed(int field, string name, ulong value)
    {
        if (value != 0)
        {
            WriteFixed(field, name, value);
        }
    }

    /// <summary>A field of a <c>oneof</c> or an optional one: only a null is left out.</summary>
    public void Chosen(int field, string name, string? value)
    {
        if (value is not null)
        {
            WriteText(field, name, value);
        }
    }

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    public void Chosen(int field, string name, bool? value)
    {
        if (value is { } known)
        {
            WriteFlag(field, name, known);
        }
    }

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    public void Chosen(int field, string name, long? value)
    {
        if (value is { } known)
        {
            WriteLong(field, name, known);
        }
    }

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    public void Chosen(int field, string name, double? value)
    {
        if (value is { } known)
        {
            WriteDouble(field, name, known);
        }
    }

    /// <inheritdoc cref="Chosen(int, string, string?)"/>
    /// <remarks>A number of 64 bits with a sign, of fixed length.</remarks>
    public void ChosenFixed(int field, string name, long? value)
    {
        if (value is { } known)
        {
            WriteSignedFixed(field, name, known);
        }
    }

    public void Packed(int field, string name, IReadOnlyList<ulong> values)
    {
        if (values.Count > 0)
        {
            WritePacked(field, name, values);
        }
    }

    public void Packed(int field, string name, IReadOnlyList<double> values)
    {
        if (values.Count > 0)
        {
            WritePacked(field, name, values);
        }
    }

    public void Message(int field, string name, IOtlpMessage? message)
    {
        if (message is not null)
        {
            WriteMessage(field, name, message);
        }
    }

    public void Messages(int field, string name, IReadOnlyList<IOtlpMessage>? messages)
    {
        if (messages is { Count: > 0 })
        {
            WriteMessages(field, name, messages);
        }
    }

    protected abstract void WriteText(int field, string name, string value);

    protected abstract void WriteHex(int field, string name, string hex);

    protected abstract void WriteNumber(int field, string name, int value);

    protected abstract void WriteLong(int field, string name, long value);

    protected abstract void WriteFlag(int field, string name, bool value);

    protected abstract void WriteDouble(int field, string name, double value);

    protected abstract void WriteFixed(int field, string name, ulong value);

    protected abstract void WriteSignedFixed(int field, string name, long value);

    protected abstract void WritePacked(int field, string name, IReadOnlyList<ulong> values);

    protected abstract void WritePacked(int field, string name, IReadOnlyList<double> values);

    protected abstract void WriteMessage(int field, string name, IOtlpMessage message);

    protected abstract void WriteMessages(int field, string name, IReadOnlyList<IOtlpMessage> messages);
}
