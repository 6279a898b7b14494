using System.Net;
using FcWorkflowTrigger.Cloud.Ims;

namespace FcWorkflowTrigger.Tests.Cloud.Ims;

/// <summary>What a refusal of IMS says about the call, and what a person is advised.</summary>
public sealed class ImsExceptionTests
{
    private const string NoCode =
        "The reply has no IMS error code: a proxy, a firewall or another service has answered. It is tried again; look at IMS_ENDPOINT and the network if this stays.";

    private const string Reference = "The code is explained in IMS's error reference.";

    [Theory]
    [InlineData(400, "InvalidParameter", null, "SaysUnknown")]
    [InlineData(400, "InvalidParameter", 2, "IsTransient, AsksToSlowDown")]
    [InlineData(404, "MediaNotFound", null, "SaysUnknown")]
    [InlineData(409, "MediaAlreadyExist", null, "")]
    [InlineData(400, "Throttling.User", null, "IsTransient, AsksToSlowDown")]
    [InlineData(404, "Throttling.User", null, "IsTransient, AsksToSlowDown")]
    [InlineData(503, "Throttling", null, "IsTransient, AsksToSlowDown")]
    [InlineData(403, "RequestsTooFrequent", null, "IsTransient, AsksToSlowDown")]
    [InlineData(429, "Other", null, "IsTransient, AsksToSlowDown")]
    [InlineData(429, "Status429", null, "IsTransient, AsksToSlowDown")]
    [InlineData(404, "Status404", null, "IsTransient, MayHaveTakenEffect")]
    [InlineData(408, "RequestTimeout", null, "IsTransient, MayHaveTakenEffect")]
    [InlineData(500, "Other", null, "IsTransient, MayHaveTakenEffect")]
    [InlineData(400, "InternalError", null, "IsTransient")]
    [InlineData(400, "ServiceUnavailable", null, "IsTransient")]
    [InlineData(400, "InvalidTimeStamp.Expired", null, "IsTransient")]
    [InlineData(400, "SignatureNonceUsed", null, "IsTransient, MayHaveTakenEffect")]
    [InlineData(403, "InvalidSecurityToken.Expired", null, "IsTransient, IsCredentialProblem, IsRightsProblem")]
    [InlineData(404, "InvalidAccessKeyId.NotFound", null, "IsTransient, IsCredentialProblem")]
    [InlineData(400, "SignatureDoesNotMatch", null, "IsTransient, IsRightsProblem")]
    [InlineData(400, "IncompleteSignature", null, "IsTransient, IsRightsProblem")]
    [InlineData(403, "OperationDenied", null, "IsTransient, IsRightsProblem")]
    public void A_refusal_says_whether_it_may_work_later_what_it_did_and_what_it_knows(int status, string code, int? retryAfter, string says)
    {
        var refusal = new ImsException(
            "StartWorkflow", (HttpStatusCode)status, code, "R", retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        (bool Is, string Name)[] all =
        [
            (refusal.IsTransient, nameof(refusal.IsTransient)),
            (refusal.IsCredentialProblem, nameof(refusal.IsCredentialProblem)),
            (refusal.IsRightsProblem, nameof(refusal.IsRightsProblem)),
            (refusal.SaysUnknown, nameof(refusal.SaysUnknown)),
            (refusal.MayHaveTakenEffect, nameof(refusal.MayHaveTakenEffect)),
            (refusal.AsksToSlowDown, nameof(refusal.AsksToSlowDown)),
        ];
        Assert.Equal(says, string.Join(", ", all.Where(property => property.Is).Select(property => property.Name)));
    }

    [Theory]
    [InlineData("Throttling.User", "It is tried again; lower the upload rate if this stays.")]
    [InlineData("RequestsTooFrequent", "It is tried again; lower the upload rate if this stays.")]
    [InlineData("Forbidden.RAM", "Give the function's role the rights in src/policies.")]
    [InlineData("NoPermission", "Give the function's role the rights in src/policies.")]
    [InlineData("OperationDenied.Suspend", "The account has not opened IMS, or IMS is suspended because money is owed.")]
    [InlineData("Status403", NoCode)]
    [InlineData("SignatureDoesNotMatch", "The function's credentials do not belong together.")]
    [InlineData("InvalidParameter", Reference)]
    public void A_refusal_names_the_call_its_code_and_request_and_gives_advice(string code, string advice)
    {
        Assert.Equal(
            $"IMS-{code}: IMS refused StartWorkflow (403, request R). {advice}",
            new ImsException("StartWorkflow", HttpStatusCode.Forbidden, code, "R").Message);
        Assert.Equal(
            $"IMS-{code}: IMS refused StartWorkflow (403, request R), and says 'why'. {advice}",
            new ImsException("StartWorkflow", HttpStatusCode.Forbidden, code, "R", reason: "why").Message);
    }
}
