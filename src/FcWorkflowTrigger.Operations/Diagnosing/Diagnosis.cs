using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations.Connecting;
using FcWorkflowTrigger.Operations.Diagnosing.Deploying;
using FcWorkflowTrigger.Operations.Reading;
using FcWorkflowTrigger.Reconcile.CatchingUp;
using FcWorkflowTrigger.Rules;
using FcWorkflowTrigger.Rules.Loading;
using FcWorkflowTrigger.Settings;

namespace FcWorkflowTrigger.Operations.Diagnosing;

/// <summary>What the checks look at. Each part is read once, when the first check asks for it.</summary>
/// <param name="context">Null while no account is asked.</param>
/// <param name="variable">Of the shell.</param>
internal sealed class Diagnosis(DoctorOptions options, CloudContext? context, Func<string, string?> variable)
{
    public const string Callback = "callback";
    public const string Ingest = "ingest";
    public const string Reconcile = "reconcile";

    /// <summary>The values of <c>APP_ROLE</c>.</summary>
    public static readonly IReadOnlyList<string> Roles = [Callback, Ingest, Reconcile];

    public DoctorOptions Options => options;

    /// <exception cref="NotCheckedException">No account is asked.</exception>
    public CloudContext Context => context ?? throw new NotCheckedException("it needs --cloud.");

    /// <summary>The local cloud, and not an account.</summary>
    public bool IsLocal => context is { Connection.IsLocal: true };

    public DeployVariables Variables => field ??= new(variable, DotEnv.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Template))!, ".env")), IsLocal ? Context.Connection : null);

    public CloudDiagnosis Cloud => field ??= new(this);

    /// <summary>The deployment file, before anything is asked of it.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    /// <exception cref="OperationException">It cannot be read.</exception>
    public DeployFile ReadDeployFile() => DeployFile.Read(System.Text.Encoding.UTF8.GetString(InputFiles.Read(options.Template)), Variables);

    /// <exception cref="NotCheckedException">The file is not readable.</exception>
    public DeployFile Deploy => field ??= Try(ReadDeployFile, "SYAML-READABLE");

    /// <exception cref="NotCheckedException">There is no function of that role.</exception>
    public DeployFunction Function(string role) => Deploy.Find(role) ?? throw new NotCheckedException($"there is no function with APP_ROLE={role}; see SYAML-READABLE.");

    public byte[] ReadRules() => InputFiles.Read(InputFiles.FindRulesPath(options.Rules, Variables.Find));

    /// <exception cref="NotCheckedException">The rules are not valid.</exception>
    public RuleSet Rules => field ??= Try(() => RuleFile.Read(ReadRules()), "RULES-VALID");

    /// <summary>The settings as a function of this role judges them.</summary>
    /// <exception cref="SettingsException">Some are missing or wrong.</exception>
    public AppSettings LoadSettings(string role)
    {
        var function = Function(role);

        // Function Compute provides the region; the rules that are deployed are those that were read here.
        return SettingsLoader.Load(name => name == "FC_REGION" ? Deploy.Region : function.Environment.GetValueOrDefault(name), _ => ReadRules());
    }

    /// <exception cref="NotCheckedException">Some are missing or wrong.</exception>
    public AppSettings Settings(string role)
    {
        try
        {
            return LoadSettings(role);
        }
        catch (SettingsException)
        {
            throw new NotCheckedException($"the settings of {role} are not valid; see SETTINGS-{role.ToUpperInvariant()}.");
        }
    }

    /// <summary>Where reconcile looks for missed events, also where other settings of it are wrong.</summary>
    public IReadOnlyList<CatchUpPlace> CatchUpPlaces => CatchUpOptionsReader.Read(new(Function(Reconcile).Environment.GetValueOrDefault)).Places;

    /// <summary>One policy of the roles; null when the folder has none for it.</summary>
    public RolePolicy? FindPolicy(string role)
    {
        var path = Path.Combine(options.Policies, $"{role}.json");
        return File.Exists(path) ? RolePolicy.Read(InputFiles.Read(path)) : null;
    }

    private static T Try<T>(Func<T> read, string check)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (problem is FormatException or OperationException or RuleFileException)
        {
            throw new NotCheckedException($"{LogText.ToLine(problem.Message)} See {check}.");
        }
    }
}
