using System.CommandLine;

namespace FcWorkflowTrigger.Cli.Commands;

/// <summary><c>completions</c>: the script by which a shell asks <c>fcwt</c> what may come next.</summary>
internal static class CompletionsCommand
{
    private const string Bash = """
        _fcwt() {
          local line=${COMP_LINE} position=${COMP_POINT}
          mapfile -t COMPREPLY < <(compgen -W "$(fcwt "[suggest:${position}]" "${line}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -F _fcwt fcwt
        """;

    private const string Zsh = """
        _fcwt() { compadd -- ${(f)"$(fcwt "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"} }
        compdef _fcwt fcwt
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName fcwt -ScriptBlock {
          param($word, $line, $position)
          fcwt "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    public static Command Create(CommandLine line)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        return line.Command(
            "completions",
            "Writes the script that lets a shell complete fcwt: eval \"$(fcwt completions bash)\". Exits 0.",
            (session, _) =>
            {
                session.Out.WriteLine(session.Parsed.GetValue(shell) switch
                {
                    "bash" => Bash,
                    "zsh" => Zsh,
                    _ => PowerShell,
                });
                return Task.FromResult(ExitCode.Success);
            },
            shell);
    }
}
