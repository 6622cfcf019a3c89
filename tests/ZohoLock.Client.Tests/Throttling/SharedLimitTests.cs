namespace ZohoLock.Client.Tests.Throttling;

/// <summary>What programs that share an organisation's limit come to: a simulation in virtual time, with the same seeds in each run.</summary>
public sealed class SharedLimitTests
{
    private const int Seeds = 25;

    // In ms. The shorter the way, the rarer does a newcomer find a slot free.
    private static readonly (double Jitter, double Way)[] Networks = [(1, 0.5), (2, 0.5), (10, 0.3), (5, 0.2)];

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Three_programs_use_nearly_all_of_it_and_take_about_as_long(double secondsBetween)
    {
        foreach (var (jitter, way) in Networks)
        {
            var organizations = Simulate(20, jitter, way, organization =>
            {
                organization.Start(2400);
                organization.RunFor(secondsBetween);
                organization.Start(2400);
                organization.RunFor(secondsBetween);
                organization.Start(2400);
                organization.RunToEnd();
            });

            AssertMedian(organizations, organization => organization.Utilization, low: 0.945, high: 1);
            AssertMedian(organizations, Unevenness, low: 1, high: 1.45);
            AssertMedian(organizations, organization => organization.Throttled, low: 0, high: 0.02);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(CrmEdition.Enterprise, null)]
    [InlineData(null, CrmEdition.Enterprise)]
    [InlineData(CrmEdition.Enterprise, CrmEdition.Enterprise)]
    public void A_short_run_beside_a_long_one_is_done_soon(CrmEdition? longRun, CrmEdition? shortRun)
    {
        foreach (var (jitter, way) in Networks)
        {
            SharedOrganization.Program? newcomer = null;
            List<double> seconds = [];
            Simulate(20, jitter, way, organization =>
            {
                organization.Start(100_000, edition: longRun);
                organization.RunFor(5 + (seconds.Count * 0.1));
                newcomer = organization.Start(200, edition: shortRun);
                organization.RunToEndOf(newcomer);
                seconds.Add(newcomer.Seconds);
            });

            AssertMedian(seconds, value => value, low: 0.5, high: 2.6);
        }
    }

    [Theory]
    [InlineData(5, 0.97, 0.018)]
    [InlineData(10, 0.97, 0.0045)]
    [InlineData(15, 0.965, 0.004)]
    [InlineData(20, 0.96, 0.003)]
    [InlineData(25, 0.955, 0)]
    public void Alone_it_finds_the_limit_and_stays_there(int limit, double utilization, double throttled)
    {
        foreach (var (jitter, way) in Networks)
        {
            var organizations = Simulate(limit, jitter, way, organization =>
            {
                organization.Start(5000);
                organization.RunToEnd();
            });

            AssertMedian(organizations, organization => organization.Utilization, utilization, 1);
            AssertMedian(organizations, organization => organization.Throttled, 0, throttled);
        }
    }

    [Theory]
    [InlineData(CrmEdition.Free, 5)]
    [InlineData(CrmEdition.Standard, 10)]
    [InlineData(CrmEdition.Enterprise, 20)]
    public void Alone_and_with_a_known_edition_no_call_is_throttled(CrmEdition edition, int limit)
    {
        var organizations = Simulate(limit, 2, 0.5, organization =>
        {
            organization.Start(5000, edition: edition);
            organization.RunToEnd();
        });

        AssertMedian(organizations, organization => organization.Utilization, 0.97, 1);
        Assert.All(organizations, organization => Assert.Equal(0, organization.Throttled));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(CrmEdition.Enterprise)]
    public void It_follows_a_limit_that_moves_within_two_seconds(CrmEdition? edition) => Simulate(20, 2, 0.5, organization =>
    {
        var program = organization.Start(100_000, edition: edition);
        organization.RunFor(4);

        organization.Limit = 5;
        organization.RunFor(2);
        Assert.InRange(program.Limit, 2, 6);

        organization.Limit = 20;
        organization.RunFor(2);
        Assert.InRange(program.Limit, 18, 25);
    });

    private static double Unevenness(SharedOrganization organization) =>
        organization.Programs.Max(program => program.Seconds) / organization.Programs.Min(program => program.Seconds);

    private static List<SharedOrganization> Simulate(int limit, double jitter, double way, Action<SharedOrganization> run)
    {
        List<SharedOrganization> organizations = [];
        for (var seed = 1; seed <= Seeds; seed++)
        {
            organizations.Add(new(limit, seed) { Jitter = jitter, Way = way });
            run(organizations[^1]);
        }

        return organizations;
    }

    private static void AssertMedian<T>(IReadOnlyCollection<T> runs, Func<T, double> figure, double low, double high)
    {
        var sorted = runs.Select(figure).Order().ToList();
        var median = sorted[sorted.Count / 2];
        Assert.True(median >= low && median <= high, $"median {median:F4} of {string.Join(' ', sorted.Select(value => $"{value:F3}"))}");
    }
}
