namespace FcWorkflowTrigger.Emulator.Oss.Operations;

/// <summary>What an operation is performed on.</summary>
internal enum OssLevel
{
    Service,
    Bucket,
    Object,
}

/// <summary>One API operation of OSS, under the name its documentation gives it.</summary>
/// <param name="SubResource">The query parameter that names the operation; empty for an operation without one.</param>
/// <param name="When">A further condition, for operations that differ only in a header or another parameter.</param>
/// <param name="Perform">
/// Executes the operation and writes the reply. It does not flush the reply, so a fault can still drop it. Null: the local cloud does not serve the operation.
/// </param>
internal sealed record OssOperation(
    OssLevel Level, string Method, string SubResource, string Name, Func<OssCall, bool>? When, Func<OssCall, OssStore, Task>? Perform)
{
    // They change what an operation means. Without them the answer would be for another operation.
    private static readonly string[] RefusedParameters = ["versionId", "x-oss-process", "callback"];

    public bool IsServed => Perform is not null;

    /// <returns>An operation that is served.</returns>
    /// <exception cref="OssError">There is no such operation, the local cloud does not serve it, or no object can have this name.</exception>
    public static OssOperation From(OssCall call)
    {
        ObjectName.Require(call.Key);
        var operation = OssOperations.All.FirstOrDefault(operation => operation.Matches(call));

        if (operation is { IsServed: false })
        {
            throw OssError.NotServed($"The operation {operation.Name}");
        }

        RequireServed(call);
        return operation ?? throw OssError.MethodNotAllowed();
    }

    /// <summary>Also of a form, whose fields are only known once it was read.</summary>
    /// <exception cref="OssError">A parameter or a header asks for what the local cloud does not do.</exception>
    public static void RequireServed(OssCall call)
    {
        if (call.Header("x-oss-callback") is not null || call.Header("callback") is not null || call.Target.Has("callback"))
        {
            throw OssError.NotServed("An upload callback (the local cloud calls no server of yours back; upload without one)");
        }

        if (RefusedParameters.FirstOrDefault(call.Target.Has) is { } parameter)
        {
            throw OssError.NotServed($"The parameter {parameter}");
        }
    }

    private bool Matches(OssCall call) =>
        Level == call.Level
        && Method == call.Method
        && (SubResource.Length == 0 ? !OssOperations.All.Any(other => IsNamed(other, call)) : call.Target.Has(SubResource))
        && When?.Invoke(call) != false;

    // A known sub-resource with another method is not the operation without one: PUT ?stat does not create a bucket.
    private static bool IsNamed(OssOperation other, OssCall call) => other.SubResource.Length > 0 && other.Level == call.Level && call.Target.Has(other.SubResource);
}
