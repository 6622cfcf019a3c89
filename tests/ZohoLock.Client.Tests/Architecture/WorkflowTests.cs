using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ZohoLock.Client.Tests.Architecture;

/// <summary>The workflows in .github take no code and no rights that they don't name, and the files around them can be read.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string GitHub = Path.Combine(Repository.Folder, ".github");

    public static TheoryData<string> YamlFiles { get; } = Names(GitHub);

    public static TheoryData<string> Workflows { get; } = Names(Path.Combine(GitHub, "workflows"));

    public static TheoryData<string> Pages { get; } =
        ["CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", ".github/pull_request_template.md"];

    [Theory]
    [MemberData(nameof(YamlFiles))]
    public void A_file_is_one_YAML_mapping_without_duplicate_keys(string file) => Assert.NotEmpty(Read(file).Children);

    [Theory]
    [MemberData(nameof(Workflows))]
    public void An_action_is_pinned_by_commit_and_says_its_version(string file)
    {
        var wrong = File.ReadLines(Path.Combine(GitHub, file))
            .Where(line => line.Contains("uses:", StringComparison.Ordinal) && !PinnedAction().IsMatch(line));

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_can_read_the_repository_and_nothing_else_unless_a_job_says_so(string file)
    {
        var permissions = Assert.IsType<YamlMappingNode>(Read(file)["permissions"]);

        Assert.Equal([("contents", "read")], permissions.Select(permission => (permission.Key.ToString(), permission.Value.ToString())));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_runs_once_at_a_time_for_a_branch_and_each_job_ends(string file)
    {
        var workflow = Read(file);
        var ownJobs = Jobs(workflow).Where(job => !job.Children.ContainsKey("uses"));

        Assert.NotEmpty(((YamlMappingNode)workflow["concurrency"])["group"].ToString());
        Assert.All(ownJobs, job => Assert.Matches("^([1-9]|[1-8][0-9]|90)$", job["timeout-minutes"].ToString()));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_never_runs_the_code_of_a_fork_with_the_rights_of_the_repository(string file)
    {
        string[] triggers = [.. ((YamlMappingNode)Read(file)["on"]).Children.Keys.Select(trigger => trigger.ToString())];

        Assert.DoesNotContain("pull_request_target", triggers);
        Assert.DoesNotContain("workflow_run", triggers);
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_script_takes_values_from_its_environment_only(string file)
    {
        var scripts = Steps(file).Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString());

        Assert.All(scripts, script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_checkout_leaves_no_token_in_the_work_tree(string file)
    {
        var checkouts = Steps(file)
            .Where(step => step.Children.TryGetValue("uses", out var action)
                && action.ToString().StartsWith("actions/checkout@", StringComparison.Ordinal));

        Assert.All(checkouts, step => Assert.Equal("false", ((YamlMappingNode)step["with"])["persist-credentials"].ToString()));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_to_a_file_leads_to_it(string page)
    {
        var path = Path.Combine(Repository.Folder, page);
        var missing = Link().Matches(File.ReadAllText(path))
            .Select(link => link.Groups["file"].Value)
            .Where(file => file.Length > 0 && !file.Contains("://", StringComparison.Ordinal))
            .Where(file => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, file)));

        Assert.Empty(missing);
    }

    private static TheoryData<string> Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.yml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(GitHub, file))];

    private static YamlMappingNode Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(GitHub, file));
        yaml.Load(reader);
        return Assert.IsType<YamlMappingNode>(Assert.Single(yaml.Documents).RootNode);
    }

    private static IEnumerable<YamlMappingNode> Jobs(YamlMappingNode workflow) =>
        ((YamlMappingNode)workflow["jobs"]).Children.Values.Cast<YamlMappingNode>();

    private static IEnumerable<YamlMappingNode> Steps(string file) =>
        from job in Jobs(Read(file))
        where job.Children.ContainsKey("steps")
        from YamlMappingNode step in (YamlSequenceNode)job["steps"]
        select step;

    // By commit with the version behind it, or a workflow of this repository.
    [GeneratedRegex(@"uses: ([\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d+(\.\d+)+|\./\.github/workflows/[\w-]+\.yml)$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"\]\((?<file>[^)#]*)(#[^)]*)?\)")]
    private static partial Regex Link();
}
