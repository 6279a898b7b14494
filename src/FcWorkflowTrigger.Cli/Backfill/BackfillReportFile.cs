using FcWorkflowTrigger.Logging;
using FcWorkflowTrigger.Operations;

namespace FcWorkflowTrigger.Cli.Backfill;

/// <summary>The CSV file of <c>--report</c>: one line for each object and rule, written as it becomes known. Keys are escaped as in a URL.</summary>
internal sealed class BackfillReportFile : IDisposable
{
    private readonly StreamWriter? _file;

    /// <param name="path">Null writes nothing.</param>
    /// <param name="goesOn">True adds to the file, if there is one.</param>
    /// <exception cref="OperationException">The file cannot be written.</exception>
    public BackfillReportFile(string? path, bool goesOn)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            var begins = !goesOn || !File.Exists(path);
            _file = new(path, append: !begins) { AutoFlush = true };

            if (begins)
            {
                _file.WriteLine("key,rule,result,run,reason");
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new OperationException("FILE-UNWRITABLE", $"'{LogText.Escape(path)}' cannot be written: {problem.Message} Name another file with --report.");
        }
    }

    public void Write(BackfillRow row) => _file?.WriteLine(CsvLine.Join(LogText.Escape(row.Key), row.Rule, row.Result, row.Run, row.Reason));

    public void Dispose() => _file?.Dispose();
}
