using System.Net;
using FcWorkflowTrigger.Cloud.Oss;

namespace FcWorkflowTrigger.Tests.Cloud.Oss;

/// <summary>What a refusal of OSS says about the call, and what a person is advised.</summary>
public sealed class OssExceptionTests
{
    [Theory]
    [InlineData(403, "AccessDenied", "IsDefinite")]
    [InlineData(404, "NoSuchBucket", "IsDefinite")]
    [InlineData(409, "FileAlreadyExists", "IsDefinite")]
    [InlineData(500, "InternalError", "IsTransient, MayHaveTakenEffect")]
    [InlineData(503, "Any", "IsTransient, MayHaveTakenEffect")]
    [InlineData(429, "Any", "IsTransient")]
    [InlineData(408, "Any", "IsTransient, MayHaveTakenEffect")]
    [InlineData(400, "RequestTimeout", "IsTransient, MayHaveTakenEffect")]
    [InlineData(403, "RequestTimeTooSkewed", "IsTransient")]
    [InlineData(403, "SecurityTokenExpired", "IsCredentialProblem")]
    [InlineData(403, "InvalidSecurityToken", "IsCredentialProblem")]
    [InlineData(403, "InvalidAccessKeyId", "IsCredentialProblem")]
    public void A_refusal_says_whether_it_may_work_later_and_what_it_did(int status, string code, string says)
    {
        var refusal = new OssException("PutObject", (HttpStatusCode)status, code, "R");

        (bool Is, string Name)[] all =
        [
            (refusal.IsTransient, nameof(refusal.IsTransient)),
            (refusal.IsCredentialProblem, nameof(refusal.IsCredentialProblem)),
            (refusal.IsDefinite, nameof(refusal.IsDefinite)),
            (refusal.MayHaveTakenEffect, nameof(refusal.MayHaveTakenEffect)),
        ];
        Assert.Equal(says, string.Join(", ", all.Where(property => property.Is).Select(property => property.Name)));
    }

    [Theory]
    [InlineData("NoSuchBucket", "Create the bucket LEDGER_BUCKET names, in the function's region.")]
    [InlineData("LEDGER-VERSIONED", "The ledger's bucket has had versioning, where OSS does not keep put-if-absent; set LEDGER_MODE=append or use a fresh bucket.")]
    [InlineData("AccessDenied", "Give the function's role the rights in src/policies.")]
    [InlineData("ObjectNotAppendable", "The ledger was written in another LEDGER_MODE; put the old mode back or use a fresh bucket.")]
    [InlineData("FileImmutable", "The ledger bucket has a retention policy; use one without.")]
    [InlineData("Other", "The code is explained in OSS's error reference.")]
    public void A_refusal_names_the_call_its_code_and_request_and_gives_advice(string code, string advice)
    {
        Assert.Equal(
            $"OSS-{code}: OSS refused PutObject (403, request R). {advice}", new OssException("PutObject", HttpStatusCode.Forbidden, code, "R").Message);
        Assert.Equal(
            $"OSS-{code}: OSS refused PutObject (403, request R, EC 0003-00000001), and says 'why'. {advice}",
            new OssException("PutObject", HttpStatusCode.Forbidden, code, "R", "0003-00000001", "why").Message);
    }
}
