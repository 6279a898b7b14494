using System.Xml;

namespace FcWorkflowTrigger.Cloud.Oss.Replies;

/// <summary>
/// Reads the elements that hold only text, in the order of the document. OSS writes elements and text; anything else is refused: document
/// types, processing instructions, comments, CDATA, text beside elements. Attributes are ignored.
/// </summary>
/// <remarks>A document that is not well-formed or ends early never counts as a whole document: <see cref="Next"/> throws.</remarks>
internal sealed class OssXml(byte[] document) : IDisposable
{
    // A reply may have this many bytes, and a character takes at least one byte.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = Http.ReplyHandler.MaxBodyBytes,
    };

    private readonly XmlReader _reader = XmlReader.Create(new MemoryStream(document, writable: false), Settings);

    // True inside an element in which no other element has begun so far.
    private bool _isLeaf;

    /// <summary>The name of the root element; empty before the first element was read.</summary>
    public string Root { get; private set; } = "";

    /// <summary>The name of the current element, without its prefix.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The text of the current element; empty when it has none.</summary>
    public string Text { get; private set; } = "";

    /// <returns>False at the end of a whole document.</returns>
    /// <exception cref="InvalidDataException">The document is not well-formed, ends early, or is not of the kind OSS writes.</exception>
    public bool Next()
    {
        try
        {
            while (_reader.Read())
            {
                if (IsLeafRead())
                {
                    return true;
                }
            }

            return false;
        }
        catch (XmlException problem)
        {
            throw NotOfOss(problem);
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool IsLeafRead()
    {
        switch (_reader.NodeType)
        {
            case XmlNodeType.Element:
                Begin();
                return _reader.IsEmptyElement;
            case XmlNodeType.EndElement when _isLeaf:
                _isLeaf = false;
                return true;
            case XmlNodeType.Text or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when _isLeaf:
                Text += _reader.Value;
                return false;
            case XmlNodeType.EndElement or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace or XmlNodeType.XmlDeclaration:
                return false;
            default:
                throw NotOfOss();
        }
    }

    private void Begin()
    {
        if (_isLeaf && !string.IsNullOrWhiteSpace(Text))
        {
            throw NotOfOss();
        }

        Name = _reader.LocalName;
        Root = _reader.Depth == 0 ? Name : Root;
        Text = "";
        _isLeaf = !_reader.IsEmptyElement;
    }

    private static InvalidDataException NotOfOss(Exception? problem = null) =>
        new("OSS-REPLY-XML: the answer is not XML of the kind OSS writes, or was cut off.", problem);
}
