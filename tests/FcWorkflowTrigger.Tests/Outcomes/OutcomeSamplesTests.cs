using System.Text.Json;
using System.Text.Json.Nodes;
using FcWorkflowTrigger.Outcomes;
using NJsonSchema;

namespace FcWorkflowTrigger.Tests.Outcomes;

/// <summary>The samples in events/ are the outcomes that this program sends.</summary>
public sealed class OutcomeSamplesTests
{
    [Theory]
    [InlineData("outcome-succeeded.json")]
    [InlineData("outcome-failed.json")]
    [InlineData("outcome-canceled.json")]
    [InlineData("outcome-rejected.json")]
    [InlineData("outcome-parked.json")]
    [InlineData("outcome-sidecar-invalid.json")]
    [InlineData("outcome-redriven.json")]
    [InlineData("outcome-test.json")]
    public async Task Every_sample_matches_the_schema_and_the_output_of_this_program(string name)
    {
        var sample = TestData.Sample(name);
        var schema = await JsonSchema.FromJsonAsync(TestData.Sample("outcome.schema.json"));

        var outcome = JsonSerializer.Deserialize(sample, OutcomesJson.Default.Outcome)!;

        Assert.Empty(schema.Validate(sample));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sample), JsonNode.Parse(outcome.ToJson())));
    }

    [Theory]
    [InlineData("""{"type":"workflow_run.lost"}""")]
    [InlineData("{}")]
    public async Task The_schema_refuses_anything_else(string other) =>
        Assert.NotEmpty((await JsonSchema.FromJsonAsync(TestData.Sample("outcome.schema.json"))).Validate(other));
}
