using System.Globalization;

namespace FcWorkflowTrigger.Cloud.Http;

/// <summary>One request, written as it is sent: to the byte what was signed (RFC 9112). It is sent once; another try is another call.</summary>
internal sealed class ServiceCall : IDisposable
{
    private readonly Utf8Text _text = new();
    private readonly ReadOnlyMemory<byte>? _body;

    /// <param name="target">Path and query, encoded.</param>
    /// <param name="body">Null for a method that has none.</param>
    public ServiceCall(string method, HttpOrigin origin, ReadOnlySpan<byte> target, ReadOnlyMemory<byte>? body = null)
    {
        (Method, Origin, _body) = (method, origin, body);
        _text.Append(method).Append(" ").Append(target).Append(" HTTP/1.1\r\nHost: ").Append(origin.Authority).Append("\r\n");
    }

    public string Method { get; }

    public HttpOrigin Origin { get; }

    /// <summary>The reply's body matters to nobody: it is not read, whatever it is.</summary>
    public bool IsJudgedByHead { get; init; }

    /// <exception cref="ArgumentException">The value would end its line.</exception>
    public ServiceCall Header(string name, ReadOnlySpan<char> value)
    {
        Expect(name, !value.ContainsAny('\r', '\n', '\0'));
        _text.Append(name).Append(": ").Append(value).Append("\r\n");
        return this;
    }

    /// <exception cref="ArgumentException">The value would end its line.</exception>
    public ServiceCall Header(string name, ReadOnlySpan<byte> value)
    {
        Expect(name, !value.ContainsAny((byte)'\r', (byte)'\n', (byte)'\0'));
        _text.Append(name).Append(": ").Append(value).Append("\r\n");
        return this;
    }

    /// <summary>The whole request, once its headers are in.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        if (_body is { } body)
        {
            Header("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        }

        return _text.Append("\r\n").Append((_body ?? default).Span).WrittenMemory;
    }

    public void Dispose() => _text.Dispose();

    private static void Expect(string name, bool isOneLine)
    {
        if (!isOneLine)
        {
            throw new ArgumentException($"HTTP-HEADER: the value of {name} holds a line end, and a header may not.");
        }
    }
}
