using FcWorkflowTrigger.Callback;
using FcWorkflowTrigger.Callback.Authentication;
using FcWorkflowTrigger.Callback.Queue;
using FcWorkflowTrigger.Cloud.Ims;
using FcWorkflowTrigger.Cloud.Ims.Models;
using FcWorkflowTrigger.Cloud.Ims.Signing;
using NSubstitute.ExceptionExtensions;

namespace FcWorkflowTrigger.Tests.Callback;

/// <summary>A million hostile callbacks, the same in each run: none may be accepted, and each must get an answer.</summary>
public sealed class CallbackFuzzTests
{
    private const string Key = "TestKey001";

    private static readonly string[] Corpus =
        ["callback-enveloped.json", "callback-flat.json", "callback-message-as-text.json", "callback-queue.json"];

    private static readonly SignatureOptions Signed = SignatureOptions.None with { Keys = [Key] };

    private readonly TestHost _host = new();

    [Fact]
    public void None_of_500_000_mutated_URLs_is_admitted()
    {
        var mutator = new CallbackMutator(seed: 1, [TestData.Bytes(TestData.CallbackTarget), TestData.Bytes("/events")]);
        var authenticator = new CallbackAuthenticator(TestData.Capability, Signed, _host.Time);
        var admitted = new List<string>();

        for (var number = 0; number < 500_000; number++)
        {
            var target = System.Text.Encoding.Latin1.GetString(mutator.Next());

            if (target != TestData.CallbackTarget && authenticator.Admit(TestData.Callback(target)) is not CallbackAdmission.Refused)
            {
                admitted.Add(target);
            }
        }

        Assert.Empty(admitted);
    }

    [Fact]
    public void None_of_100_000_mutated_signatures_is_genuine()
    {
        var good = TestData.Callback("/events", Key).Signature;
        var mutator = new CallbackMutator(seed: 2, [TestData.Bytes($"{good.Timestamp} {good.Signature}")]);
        var authenticator = new CallbackAuthenticator(TestData.Capability, Signed, _host.Time);
        var admitted = new List<string>();

        for (var number = 0; number < 100_000; number++)
        {
            var parts = System.Text.Encoding.Latin1.GetString(mutator.Next()).Split(' ', 2);
            var signature = new IceSignature(parts[0], parts.ElementAtOrDefault(1));

            if (signature != good && authenticator.Admit(TestData.Callback("/events") with { Signature = signature }) is not CallbackAdmission.Refused)
            {
                admitted.Add($"{parts[0]} {signature.Signature}");
            }
        }

        Assert.Empty(admitted);
    }

    [Fact]
    public async Task None_of_400_000_mutated_bodies_under_a_genuine_URL_changes_the_run()
    {
        await _host.DeliverAsync();
        _host.Ims.StartWorkflowAsync(default!, default, default).ThrowsAsyncForAnyArgs(new HttpRequestException(HttpRequestError.ResponseEnded));
        var unknown = await _host.DeliverAsync("request-2", TestData.Upload("uploads/unknown.mp4"));
        var records = (await _host.RunAsync()).History.Records.Count;
        var callbacks = _host.Callbacks(new EndedTasksIms());
        var mutator = new CallbackMutator(seed: 3, [.. Corpus.Select(name => TestData.Bytes(TestData.Sample(name)))]);
        CallbackAdmission[] admissions = [new CallbackAdmission.ForRun(TestData.RunId, 1), new CallbackAdmission.ForRun(unknown.Id, 1), new CallbackAdmission.ForAnyTask()];
        var outcomes = new Dictionary<CallbackOutcome, int>();

        for (var number = 0; number < 400_000; number++)
        {
            var outcome = await callbacks.HandleAsync(admissions[number % admissions.Length], mutator.Next(), TestData.Invocation(), default);
            Assert.True(outcome != CallbackOutcome.Recorded, $"Body {number} was accepted.");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        Assert.Equal(records, (await _host.RunAsync()).History.Records.Count);
        Assert.Equal(unknown, await _host.Journal.ReadAsync(unknown.Id, default));

        // A mutator that breaks every body, or none, would prove little.
        Assert.All(
            [CallbackOutcome.Unreadable, CallbackOutcome.NotEnded, CallbackOutcome.ForeignTask],
            outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > 1_000, $"{outcome}: {string.Join(", ", outcomes)}"));
    }

    [Fact]
    public void Each_of_100_000_mutated_messages_is_read_or_refused()
    {
        var mutator = new CallbackMutator(seed: 4, [.. Corpus.Select(name => TestData.Bytes(TestData.Sample(name)))]);
        var (read, refused) = (0, 0);

        for (var number = 0; number < 100_000; number++)
        {
            try
            {
                _ = QueueMessages.Read(mutator.Next());
                read++;
            }
            catch (MalformedMessageException)
            {
                refused++;
            }
        }

        // A mutator that breaks every sample, or none, would prove little.
        Assert.True(read > 1_000 && refused > 1_000, $"{read} read, {refused} refused.");
    }

    /// <summary>The run's own task is running. Any other task that a body names has ended, and says that it is of that run.</summary>
    /// <remarks>A substitute would record half a million calls.</remarks>
    private sealed class EndedTasksIms : IImsClient
    {
        public Task<GetWorkflowTaskResponse> GetWorkflowTaskAsync(GetWorkflowTaskRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new GetWorkflowTaskResponse(new(
                request.TaskId, request.TaskId == TestData.TaskId ? "Processing" : "Succeed", $$"""{"r":"{{TestData.RunId}}"}""")));

        public Task<RegisterMediaInfoResponse> RegisterMediaInfoAsync(RegisterMediaInfoRequest request, CancellationToken cancellationToken) => throw Unasked;

        public Task<GetMediaInfoResponse> GetMediaInfoAsync(GetMediaInfoRequest request, CancellationToken cancellationToken) => throw Unasked;

        public Task<StartWorkflowResponse> StartWorkflowAsync(StartWorkflowRequest request, SignaturePin pin, CancellationToken cancellationToken) => throw Unasked;

        public Task<ListWorkflowTasksResponse> ListWorkflowTasksAsync(ListWorkflowTasksRequest request, CancellationToken cancellationToken) => throw Unasked;

        private static InvalidOperationException Unasked => new("A callback has no business asking this.");
    }
}
