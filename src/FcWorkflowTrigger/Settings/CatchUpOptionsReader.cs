using FcWorkflowTrigger.Reconcile.CatchingUp;

namespace FcWorkflowTrigger.Settings;

/// <summary>Reads where reconcile looks for objects whose events never came.</summary>
internal static class CatchUpOptionsReader
{
    // The places share a tenth of the function's time.
    private const int MostPlaces = 10;

    private const string Name = "CATCH_UP";

    public static CatchUpOptions Read(SettingsReader reader)
    {
        var places = new List<CatchUpPlace>();

        foreach (var (number, text) in reader.ReadList(Name).Index())
        {
            if (!CatchUpPlace.TryParse(text, out var place))
            {
                reader.AddProblem(Name, $"holds an entry that is not of the form {CatchUpPlace.Form} (entry {number + 1}).");
            }
            else if (place.Since < CatchUpPlace.ShortestSince || place.Since > CatchUpPlace.LongestSince)
            {
                reader.AddProblem(Name, $"reaches back {place.SinceText} (entry {number + 1}); use {CatchUpPlace.Limits}.");
            }
            else if (places.Exists(other => $"{other}" == $"{place}"))
            {
                reader.AddProblem(Name, $"names {place} twice (entry {number + 1}).");
            }
            else if (place.Bucket == reader.ReadOptional("LEDGER_BUCKET"))
            {
                reader.AddProblem(Name, $"names the bucket of the ledger, where no upload lies (entry {number + 1}).");
            }
            else
            {
                places.Add(place);
            }
        }

        if (places.Count > MostPlaces)
        {
            reader.AddProblem(Name, $"has {places.Count} entries; use {MostPlaces} at most.");
        }

        return new(places);
    }
}
