namespace FcWorkflowTrigger.Settings;

/// <summary>What <c>TaskInput</c> names; <c>IMS_INPUT</c> in lower case (IMS StartWorkflow documentation, <c>TaskInput</c>).</summary>
internal enum ImsInput
{
    /// <summary>The registered asset's MediaId, 32 digits: the form a look-up can search for.</summary>
    Media,

    /// <summary>The object's URL.</summary>
    Oss,
}
