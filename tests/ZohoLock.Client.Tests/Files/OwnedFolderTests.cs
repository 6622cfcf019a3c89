using ZohoLock.Client.Tests.Servers;
using ZohoLock.Files;

namespace ZohoLock.Client.Tests.Files;

/// <summary>Links on the way to a folder that must be the user's.</summary>
public sealed class OwnedFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("zoholock-files-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [RootTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_to_a_folder_above_counts_as_its_owner_does(bool isForeign)
    {
        var real = Directory.CreateDirectory(Path.Combine(_root, "real")).FullName;
        var link = Path.Combine(_root, "link");
        File.CreateSymbolicLink(link, real);
        if (isForeign)
        {
            Unix.Run("chown", "-h", "65534", link);
            var failure = Assert.Throws<UnauthorizedAccessException>(() => OwnedFolder.Prepare(Path.Combine(link, "cache")));
            Assert.Contains(link, failure.Message, StringComparison.Ordinal);
        }
        else
        {
            OwnedFolder.Prepare(Path.Combine(link, "cache"));
        }

        Assert.Equal(!isForeign, Directory.Exists(Path.Combine(real, "cache")));
    }

    [UnixFact]
    public void Symbolic_links_that_lead_in_a_circle_are_an_error_and_no_hang()
    {
        File.CreateSymbolicLink(Path.Combine(_root, "one"), Path.Combine(_root, "two"));
        File.CreateSymbolicLink(Path.Combine(_root, "two"), "one");

        var failure = Assert.Throws<IOException>(() => OwnedFolder.Prepare(Path.Combine(_root, "one", "cache")));

        Assert.Contains("too many symbolic links", failure.Message, StringComparison.Ordinal);
    }
}
