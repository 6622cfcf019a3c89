using ZohoLock.Input;

namespace ZohoLock.Client.Tests.Input;

/// <summary>A lock's id is that of one record.</summary>
public sealed class LockIdReaderTests
{
    [Fact]
    public void An_id_that_comes_with_each_record_is_taken_for_each()
    {
        var reader = new LockIdReader(isForAll: false);

        Assert.Equal("11", reader.Read("zcrm_11", "1", 1));
        Assert.Equal("12", reader.Read("12", "2", 1));
        Assert.Null(reader.Read(" ", "3", 1));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void An_id_for_several_records_is_refused(bool isForAll, int idCount)
    {
        var reader = new LockIdReader(isForAll);
        Assert.Equal("11", reader.Read("11", "1", 1));

        var error = Assert.Throws<ZohoException>(() => reader.Read("11", "2", idCount)).Error;

        Assert.Equal(("InvalidLockId", false), (error.Code, error.EndsRun));
    }

    [Fact]
    public void The_same_record_twice_is_one_record()
    {
        var reader = new LockIdReader(isForAll: true);

        Assert.Equal("11", reader.Read("11", "1", 1));
        Assert.Equal("11", reader.Read("11", "1", 1));
    }
}
