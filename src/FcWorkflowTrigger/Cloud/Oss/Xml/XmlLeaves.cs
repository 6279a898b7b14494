namespace FcWorkflowTrigger.Cloud.Oss.Xml;

/// <summary>
/// Walks the elements that hold no others, in the order of the document. Knows the XML that OSS writes, which is elements and text in
/// UTF-8, and refuses all else: document types, processing instructions, comments, CDATA. Attributes are passed over.
/// </summary>
/// <remarks>
/// The framework's reader would be a twentieth of the deployed file. A document that is not well-formed or ends early is never taken for a
/// whole one: one <see cref="Next"/> throws.
/// </remarks>
internal ref struct XmlLeaves
{
    private readonly ReadOnlySpan<byte> _document;
    private readonly Stack<Range> _open = new();
    private ReadOnlySpan<byte> _text;
    private int _at;

    /// <exception cref="InvalidDataException">The document's declaration does not end.</exception>
    public XmlLeaves(ReadOnlySpan<byte> document)
    {
        _document = document.StartsWith("\uFEFF"u8) ? document["\uFEFF"u8.Length..] : document;
        _at = _document.StartsWith("<?xml "u8) ? Found(_document.IndexOf("?>"u8)) + "?>"u8.Length : 0;
    }

    /// <summary>The name of the element around all others, once something was read.</summary>
    public ReadOnlySpan<byte> Root { get; private set; }

    /// <summary>The present element's name, without a prefix.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What the present element holds; empty when nothing.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8, or refers to what XML does not know.</exception>
    public readonly string Text => XmlText.Decode(_text);

    /// <returns>False at the end of a whole document.</returns>
    /// <exception cref="InvalidDataException">The document is not well-formed, ends early, or is not of the kind OSS writes.</exception>
    public bool Next()
    {
        var started = false;

        while (ReadTag(out var text, out var tag))
        {
            if (_document[tag][0] == '/')
            {
                End(_document[tag][1..]);

                if (started)
                {
                    _text = text;
                    return true;
                }
            }

            Require(XmlText.IsBlank(text));

            if (_document[tag][0] != '/' && !(started = Start(tag)))
            {
                _text = default;
                return true;
            }
        }

        return false;
    }

    /// <returns>False when the document ends with <paramref name="text"/>.</returns>
    private bool ReadTag(out ReadOnlySpan<byte> text, out Range tag)
    {
        var rest = _document[_at..];
        var length = rest.IndexOf((byte)'<');

        if (length < 0)
        {
            Require(_open.Count == 0 && !Root.IsEmpty && XmlText.IsBlank(rest));
            text = rest;
            tag = default;
            return false;
        }

        var begin = _at + length + 1;
        var end = begin + Found(XmlText.EndOfTag(_document[begin..]));
        text = rest[..length];
        tag = begin..end;
        _at = end + 1;
        return true;
    }

    /// <returns>False for an element that ends in its own tag.</returns>
    private bool Start(Range tag)
    {
        var isEmpty = _document[tag][^1] == '/';
        var name = tag.Start.Value..(tag.Start.Value + XmlText.LengthOfName(_document[tag]));
        Name = XmlText.WithoutPrefix(_document[name]);

        if (_open.Count == 0)
        {
            Require(Root.IsEmpty);
            Root = Name;
        }

        if (!isEmpty)
        {
            _open.Push(name);
        }

        return !isEmpty;
    }

    private void End(ReadOnlySpan<byte> tag)
    {
        Require(_open.TryPop(out var name) && tag.TrimEnd(XmlText.Blanks).SequenceEqual(_document[name]));
        Name = XmlText.WithoutPrefix(_document[name]);
    }

    private static int Found(int index)
    {
        Require(index >= 0);
        return index;
    }

    private static void Require(bool isAsOssWrites)
    {
        if (!isAsOssWrites)
        {
            throw new InvalidDataException("OSS-REPLY-XML: the answer is not XML of the kind OSS writes, or was cut off.");
        }
    }
}
