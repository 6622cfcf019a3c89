using ZohoLock.Bulk;
using ZohoLock.Errors;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>When a run's first outcomes show that every record will be refused alike.</summary>
public sealed class CircuitBreakerTests
{
    private static readonly ZohoError Refused = ErrorCatalog.Describe(new Refusal(403, "NO_PERMISSION", "permission denied"));

    [Fact]
    public void Fifty_alike_end_the_run_once()
    {
        var guard = new CircuitBreaker();

        for (var i = 1; i < CircuitBreaker.Limit; i++)
        {
            Assert.Null(guard.Record(Refused with { Message = $"permission denied for {i}" }));
        }

        Assert.False(guard.IsOpen);
        var end = guard.Record(Refused)!.Error;
        Assert.True(guard.IsOpen);
        Assert.Equal(("NO_PERMISSION", Refused.Kind, true), (end.Code, end.Kind, end.EndsRun));
        Assert.Contains("first 50 records were all refused alike: permission denied", end.Message, StringComparison.Ordinal);
        Assert.Contains(Refused.Advice, end.Advice, StringComparison.Ordinal);
        Assert.Contains("-ContinueOnRefusal", end.Advice, StringComparison.Ordinal);
        Assert.Null(guard.Record(Refused));
    }

    [Fact]
    public void Ids_that_look_cut_among_others_make_no_difference()
    {
        var guard = new CircuitBreaker();
        for (var i = 1; i < CircuitBreaker.Limit; i++)
        {
            Assert.Null(guard.Record(Unknown(i % 7 == 0 ? "5843104000000420000" : $"58431040000004255{i:D2}")));
        }

        Assert.NotNull(guard.Record(Unknown("5843104000000420000")));

        static ZohoError Unknown(string recordId) => ErrorCatalog.Describe(new Refusal(400, "INVALID_DATA", "the related id given seems to be invalid")
        {
            PathIndex = 1,
            Method = HttpMethod.Post,
            Path = $"/crm/v7/Deals/{recordId}/Locking_Information__s",
        });
    }

    public static TheoryData<string> Others => ["success", "code", "status", "entry", "lost"];

    [Theory]
    [MemberData(nameof(Others))]
    public void One_that_ends_otherwise_lets_the_run_go_on_for_good(string what)
    {
        var other = what switch
        {
            "success" => null,
            "code" => Refused with { Code = "NOT_ALLOWED" },
            "status" => Refused with { StatusCode = 400 },
            "entry" => ErrorCatalog.Describe(new Refusal(403, "NO_PERMISSION", "record locking is not supported for the profile")),
            _ => Refused with { Outcome = CallOutcome.Unknown },
        };
        for (var place = 0; place < CircuitBreaker.Limit; place += 7)
        {
            var guard = new CircuitBreaker();
            for (var i = 0; i < 3 * CircuitBreaker.Limit; i++)
            {
                Assert.Null(guard.Record(i == place ? other : Refused));
            }
        }
    }
}
