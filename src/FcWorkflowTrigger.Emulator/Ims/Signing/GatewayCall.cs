using FcWorkflowTrigger.Emulator.Shared;

namespace FcWorkflowTrigger.Emulator.Ims.Signing;

/// <summary>One call to an API of the cloud, as its signature covers it.</summary>
internal record GatewayCall(HttpContext Http, RawTarget Target, byte[] Body)
{
    public string Method => Http.Request.Method;

    public string Authorization => Header("Authorization");

    public string Header(string name) => Http.Request.Headers[name].ToString();
}
