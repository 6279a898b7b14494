using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FcWorkflowTrigger.Logging;

/// <summary>The facts of one log line: one JSON object that begins with the name of the line's event. Of two facts of one name the first counts.</summary>
/// <remarks>One object serves all lines, one after another; its caller holds a lock.</remarks>
internal sealed class LogFacts : IDisposable
{
    /// <summary>How every object begins. No other text of a line contains it (<see cref="LogText.ToLine"/>).</summary>
    public const string Beginning = "{\"event\"";

    // Alarms are matches of text, so of a text from outside everything that a level, a sentence or a code of this program could be made of is
    // written as \uXXXX, and so is what turns the direction of text. JSON readers give it back as it was.
    private static readonly JavaScriptEncoder Outside = CreateOutsideEncoder();

    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly HashSet<string> _names = [];
    private readonly Utf8JsonWriter _json;
    private string? _errorCode;

    // The methods below leave no room for a wrong order of calls.
    public LogFacts() => _json = new(_bytes, new JsonWriterOptions { SkipValidation = true });

    public void Dispose() => _json.Dispose();

    /// <summary>Begins the facts of the next line.</summary>
    public void Begin(string name)
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        _names.Clear();
        _errorCode = null;
        _json.WriteStartObject();
        Add(LogFactNames.Event, name);
    }

    /// <summary>Adds a word of this program, or an id of a service.</summary>
    public void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && _names.Add(name))
        {
            _json.WriteString(name, value);
        }
    }

    /// <summary>Adds a text from outside, such as a key.</summary>
    public void AddOutside(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text) && _names.Add(name))
        {
            _json.WriteString(name, JsonEncodedText.Encode(text, Outside));
        }
    }

    public void Add(string name, long value)
    {
        if (_names.Add(name))
        {
            _json.WriteNumber(name, value);
        }
    }

    public void Add(string name, bool value)
    {
        if (_names.Add(name))
        {
            _json.WriteBoolean(name, value);
        }
    }

    /// <summary>Adds <c>error.code</c>: a code of this program as the operations page lists it, or the name of a type.</summary>
    public void AddError(string code) => _errorCode ??= code;

    /// <summary>Ends the object. The text is valid until the next line begins.</summary>
    public string End()
    {
        if (_errorCode is not null)
        {
            _json.WriteStartObject("error");
            _json.WriteString("code", _errorCode);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.Flush();
        return Encoding.UTF8.GetString(_bytes.WrittenSpan);
    }

    private static JavaScriptEncoder CreateOutsideEncoder()
    {
        var allowed = new TextEncoderSettings();
        allowed.AllowCharacters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~/".ToCharArray());
        return JavaScriptEncoder.Create(allowed);
    }
}
