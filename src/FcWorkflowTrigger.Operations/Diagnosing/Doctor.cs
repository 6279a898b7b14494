using System.Net;
using System.Runtime.CompilerServices;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Oss;
using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Acting;
using FcWorkflowTrigger.Operations.Diagnosing.Checks;

namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>Runs the checks one after another. One that throws stops no other.</summary>
internal static class Doctor
{
    /// <summary>Every check, in the order in which they are shown: what others depend on comes first.</summary>
    public static IReadOnlyList<Check> Checks { get; } =
    [
        .. DeployChecks.All, .. SettingsChecks.All, .. RuleChecks.All, .. PolicyChecks.All,
        .. AccountChecks.All, .. FunctionChecks.All, .. AssumptionChecks.All, .. ProbeChecks.All,
    ];

    public static async IAsyncEnumerable<CheckResult> RunAsync(
        IEnumerable<Check> checks, Diagnosis diagnosis, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in checks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var finding = await LookAsync(check, diagnosis, cancellationToken);
            var needsFix = finding.Status is CheckStatus.Warn or CheckStatus.Fail;
            yield return new(
                check.Code, check.Name, finding.Status, LogText.ToLine(finding.Saw), check.Why, needsFix ? finding.Fix ?? check.Fix : null, finding.Answer);
        }
    }

    private static async Task<Finding> LookAsync(Check check, Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        if (check.Needs > diagnosis.Options.Needs)
        {
            return Finding.NotChecked(check.Needs == CheckNeeds.Cloud ? "it needs --cloud." : "it needs --cloud --probe.");
        }

        try
        {
            return await check.LookAsync(diagnosis, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception blocked) when (blocked is NotCheckedException or OperationException)
        {
            return Finding.NotChecked(blocked.Message);
        }
        catch (Exception refusal) when (IsForbidden(refusal))
        {
            return Finding.NotChecked($"your keys may not: {refusal.Message} Give them the rights in src/policies/doctor.json.");
        }
        catch (Exception failure)
        {
            return Finding.Fail($"it could not be looked at: {failure.Message}");
        }
    }

    private static bool IsForbidden(Exception refusal) => refusal switch
    {
        OssException oss => oss.Status == HttpStatusCode.Forbidden && !oss.IsCredentialProblem,
        ImsException ims => ims.IsRightsProblem,
        FunctionException function => function.Code is "FC-AccessDenied" or "FC-Forbidden" or "FC-NoPermission",
        _ => false,
    };
}
