namespace FcWorkflowTrigger.Settings;

/// <summary>How an object is written to IMS; <c>IMS_INPUT_URL</c> in lower case. IMS does not say whether the forms are equivalent.</summary>
internal enum InputUrlForm
{
    /// <summary><c>https://bucket.oss-region.aliyuncs.com/key</c>, every path segment percent-encoded.</summary>
    Https,

    /// <summary><c>oss://bucket/key</c>, the key raw.</summary>
    Oss,
}
