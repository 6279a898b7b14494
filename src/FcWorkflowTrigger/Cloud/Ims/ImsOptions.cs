namespace FcWorkflowTrigger.Cloud.Ims;

/// <summary>Where IMS is, how inputs are named to it, and how often it may be called.</summary>
internal sealed record ImsOptions(Uri Endpoint, ImsInput Input, InputUrlForm InputUrlForm)
{
    /// <summary>How often this process may call IMS to register, start or ask; 0 sets no limit until IMS throttles.</summary>
    public int CallsPerSecond { get; init; }
}

/// <summary>What <c>TaskInput</c> names; <c>IMS_INPUT</c> in lower case (IMS StartWorkflow documentation, <c>TaskInput</c>).</summary>
internal enum ImsInput
{
    /// <summary>The registered asset's MediaId, 32 digits: the form a look-up can search for.</summary>
    Media,

    /// <summary>The object's URL.</summary>
    Oss,
}

/// <summary>How an object is written to IMS; <c>IMS_INPUT_URL</c> in lower case. IMS does not say whether the forms are equivalent.</summary>
internal enum InputUrlForm
{
    /// <summary><c>https://bucket.oss-region.aliyuncs.com/key</c>, every path segment percent-encoded.</summary>
    Https,

    /// <summary><c>oss://bucket/key</c>, the key raw.</summary>
    Oss,
}
