using System.Runtime.Versioning;
using System.Text;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Files;

namespace ZohoLock.Client.Tests.Files;

public sealed class PendingFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zoholock-test-").FullName;

    private string File => Path.Combine(_folder, "report.html");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_in_its_place_after_the_commit_and_not_before()
    {
        using var pending = PendingFile.Create(File, overwrite: false);
        pending.Content.Write("new"u8);
        Assert.False(System.IO.File.Exists(File));

        pending.Commit();

        Assert.Equal("new", System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Without_a_commit_nothing_changes_and_nothing_is_left()
    {
        System.IO.File.WriteAllText(File, "old");
        using (var pending = PendingFile.Create(File, overwrite: true))
        {
            pending.Content.Write("new"u8);
        }

        Assert.Equal("old", System.IO.File.ReadAllText(File));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_that_appears_meanwhile_is_replaced_only_if_that_is_allowed()
    {
        foreach (var overwrite in new[] { true, false })
        {
            System.IO.File.Delete(File);
            using var pending = PendingFile.Create(File, overwrite);
            pending.Content.Write("new"u8);
            System.IO.File.WriteAllText(File, "of another");
            if (overwrite)
            {
                pending.Commit();
            }
            else
            {
                Assert.Throws<IOException>(pending.Commit);
            }

            Assert.Equal(overwrite ? "new" : "of another", System.IO.File.ReadAllText(File));
        }

        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_prevents_a_file_from_being_written_is_an_error_at_once()
    {
        System.IO.File.WriteAllText(File, "old");
        Directory.CreateDirectory(Path.Combine(_folder, "folder"));

        Assert.Throws<IOException>(() => PendingFile.Create(File, overwrite: false));
        Assert.Throws<InvalidDataException>(() => PendingFile.Create(Path.Combine(_folder, "folder"), overwrite: true));
        var missing = Assert.Throws<DirectoryNotFoundException>(() => PendingFile.Create(Path.Combine(_folder, "none", "report.html"), overwrite: true));
        Assert.Contains(Path.Combine(_folder, "none"), missing.Message, StringComparison.Ordinal);
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_link_stays_one_and_permissions_are_kept()
    {
        System.IO.File.WriteAllText(File, "old");
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var link = Path.Combine(_folder, "link.html");
        System.IO.File.CreateSymbolicLink(link, File);
        using (var pending = PendingFile.Create(link, overwrite: true, overwriteReadOnly: true))
        {
            pending.Content.Write(Encoding.UTF8.GetBytes("new"));
            pending.Commit();
        }

        Assert.Equal(File, new FileInfo(link).LinkTarget);
        Assert.Equal("new", System.IO.File.ReadAllText(File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, System.IO.File.GetUnixFileMode(File));
    }
}
