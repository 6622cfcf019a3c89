using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using ZohoLock.Authentication.Caching;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Authentication.Caching;

/// <summary>The files of the token cache and the folders they are in: whose they must be, and who may do what with them.</summary>
[Collection(ProcessWide.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class TokenCacheFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("zoholock-files-").FullName;
    private readonly LiteralServer _accounts;
    private int _granted;

    public TokenCacheFileTests() => _accounts = new(_ => Sample.Token($"1000.access.{Interlocked.Increment(ref _granted)}"));

    private string Folder => Path.Combine(_root, "above", "cache");

    private string TokenFile => Assert.Single(Directory.GetFiles(Folder, "*.token"));

    private string LockFile => Assert.Single(Directory.GetFiles(Folder, "*.lock"));

    public void Dispose()
    {
        _accounts.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [UnixTheory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(18)]
    [InlineData(63)]
    [InlineData(511)]
    public async Task What_is_made_is_for_its_owner_only_whatever_the_umask(int umask)
    {
        var before = SetUmask(umask);
        try
        {
            (await Opened.Open(Options(Folder))).Dispose();
            using var second = await Opened.Open(Options(Folder));

            Assert.Null(second.TokenCacheProblem);
        }
        finally
        {
            _ = SetUmask(before);
        }

        Assert.Single(_accounts.Requests);
        Assert.All([Path.GetDirectoryName(Folder)!, Folder], folder => Assert.Equal(OwnersFolder, File.GetUnixFileMode(folder)));
        Assert.All([TokenFile, LockFile], file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
    }

    [UnixTheory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_token_that_others_could_read_or_write_is_not_used_and_replaced(UnixFileMode others)
    {
        (await Opened.Open(Options(Folder))).Dispose();
        File.SetUnixFileMode(TokenFile, OwnerOnly | others);
        File.SetUnixFileMode(LockFile, OwnerOnly | others);

        using var second = await Opened.Open(Options(Folder));
        using var third = await Opened.Open(Options(Folder));

        Assert.Equal((null, null), (second.TokenCacheProblem, third.TokenCacheProblem));
        Assert.Equal(2, _accounts.Requests.Count);
        Assert.All([TokenFile, LockFile], file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [UnixTheory]
    [InlineData("token", true)]
    [InlineData("token", false)]
    [InlineData("lock", true)]
    [InlineData("lock", false)]
    public async Task A_symbolic_link_in_the_place_of_a_file_is_told_and_not_followed(string file, bool leadsSomewhere)
    {
        (await Opened.Open(Options(Folder))).Dispose();
        var path = file == "token" ? TokenFile : LockFile;
        var target = Path.Combine(_root, "elsewhere");
        if (leadsSomewhere)
        {
            File.Move(path, target);
        }
        else
        {
            File.Delete(path);
        }

        File.CreateSymbolicLink(path, target);
        var before = leadsSomewhere ? await File.ReadAllBytesAsync(target) : null;

        using var connection = await Opened.Open(Options(Folder));

        Assert.Equal($"the file {path} is not used, because it is a symbolic link: delete it", connection.TokenCacheProblem);
        Assert.Equal(2, _accounts.Requests.Count);
        Assert.Equal(target, new FileInfo(path).LinkTarget);
        Assert.Equal(before, leadsSomewhere ? await File.ReadAllBytesAsync(target) : null);
        Assert.Equal(leadsSomewhere, File.Exists(target));
    }

    [UnixTheory]
    [InlineData("token")]
    [InlineData("lock")]
    public async Task A_pipe_in_the_place_of_a_file_is_told_and_not_waited_at(string file)
    {
        (await Opened.Open(Options(Folder))).Dispose();
        var path = file == "token" ? TokenFile : LockFile;
        File.Delete(path);
        Unix.Run("mkfifo", path);

        using var connection = await Opened.Open(Options(Folder)).WaitAsync(Hang.Guard);

        Assert.Equal($"the file {path} is not used, because it is no regular file: delete it", connection.TokenCacheProblem);
        Assert.Equal(2, _accounts.Requests.Count);
    }

    [RootTheory]
    [InlineData("token", "the file {0} is not used, because it belongs to another user: delete it")]
    [InlineData("lock", "the file {0} is not used, because it belongs to another user: delete it")]
    [InlineData("folder", "the folder {0} belongs to another user")]
    [InlineData("folder above", "the folder {0} belongs to another user")]
    public async Task What_belongs_to_another_user_is_told_and_not_used(string what, string problem)
    {
        (await Opened.Open(Options(Folder))).Dispose();
        var path = what switch
        {
            "token" => TokenFile,
            "lock" => LockFile,
            "folder" => Folder,
            _ => Path.GetDirectoryName(Folder)!,
        };
        Unix.Run("chown", "65534", path);
        var before = await File.ReadAllTextAsync(TokenFile);

        using var connection = await Opened.Open(Options(Folder));

        Assert.Equal(problem.Replace("{0}", path, StringComparison.Ordinal), connection.TokenCacheProblem);
        Assert.Equal(2, _accounts.Requests.Count);
        Assert.Equal(before, await File.ReadAllTextAsync(TokenFile));
    }

    [UnixFact]
    public async Task A_symbolic_link_in_the_place_of_the_folder_is_told_and_not_followed()
    {
        var real = Directory.CreateDirectory(Path.Combine(_root, "real"), OwnersFolder).FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!, OwnersFolder);
        File.CreateSymbolicLink(Folder, real);

        using var connection = await Opened.Open(Options(Folder));

        Assert.Equal($"the folder {Folder} is a symbolic link: name the folder that it leads to", connection.TokenCacheProblem);
        Assert.Empty(Directory.GetFileSystemEntries(real));
    }

    [UnixFact]
    public async Task A_symbolic_link_to_a_folder_above_is_followed_as_far_as_all_on_the_way_can_be_trusted()
    {
        var open = Directory.CreateDirectory(Path.Combine(_root, "open")).FullName;
        var real = Directory.CreateDirectory(Path.Combine(open, "real"), OwnersFolder).FullName;
        Directory.CreateDirectory(Path.Combine(_root, "links"), OwnersFolder);
        File.CreateSymbolicLink(Path.Combine(_root, "links", "above"), "../open/./real");
        var folder = Path.Combine(_root, "links", "above", "cache");

        (await Opened.Open(Options(folder))).Dispose();
        Assert.True(Directory.Exists(Path.Combine(real, "cache")));
        File.SetUnixFileMode(open, OwnersFolder | UnixFileMode.OtherWrite);
        using var second = await Opened.Open(Options(folder));

        Assert.Equal($"others may write to the folder {open}: take that right from them (chmod go-w)", second.TokenCacheProblem);
    }

    [UnixTheory]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite, false)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, true)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherExecute, true)]
    public async Task A_folder_above_that_others_may_rename_things_in_is_not_trusted(UnixFileMode others, bool isTrusted)
    {
        (await Opened.Open(Options(Folder))).Dispose();
        var above = Path.GetDirectoryName(Folder)!;
        File.SetUnixFileMode(above, OwnersFolder | others);

        using var connection = await Opened.Open(Options(Folder));

        Assert.Equal(isTrusted ? null : $"others may write to the folder {above}: take that right from them (chmod go-w)", connection.TokenCacheProblem);
        Assert.Equal(isTrusted ? 1 : 2, _accounts.Requests.Count);
        Assert.Equal(OwnersFolder | others, File.GetUnixFileMode(above));
    }

    [UnixFact]
    public async Task A_sticky_folder_of_everybodys_is_not_used_itself()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!, OwnersFolder);
        Directory.CreateDirectory(Folder);
        File.SetUnixFileMode(Folder, OwnersFolder | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);

        using var connection = await Opened.Open(Options(Folder));

        Assert.Contains("others may write to the folder", connection.TokenCacheProblem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task A_folder_in_which_no_file_can_be_made_is_told_at_once()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Nobody makes files there, and what the kernel answers is neither "no folder" nor "no permission".
        var folder = $"/proc/{Environment.ProcessId}/task";
        Assert.Throws<FileNotFoundException>(() => FileLock.TryAcquire($"{folder}/x.lock"));

        using var connection = await Opened.Open(Options(folder));

        Assert.Contains(folder, connection.TokenCacheProblem, StringComparison.Ordinal);
        Assert.DoesNotContain("minutes", connection.TokenCacheProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_is_taken_is_not_an_error()
    {
        var path = Path.Combine(_root, "x.lock");
        using (FileLock.TryAcquire(path))
        {
            Assert.Null(FileLock.TryAcquire(path));
        }

        using var free = FileLock.TryAcquire(path);
        Assert.NotNull(free);
    }

    [Fact]
    public async Task A_file_too_large_for_a_token_is_written_anew()
    {
        (await Opened.Open(Options(Folder))).Dispose();
        await File.AppendAllTextAsync(TokenFile, new string(' ', 2 * 1024 * 1024));

        using var second = await Opened.Open(Options(Folder));

        Assert.Null(second.TokenCacheProblem);
        Assert.Equal(2, _accounts.Requests.Count);
        Assert.InRange(new FileInfo(TokenFile).Length, 1, 10_000);
    }

    [Fact]
    public async Task Whoever_reads_while_a_token_is_replaced_has_the_old_one_whole()
    {
        (await Opened.Open(Options(Folder))).Dispose();
        await File.WriteAllTextAsync(TokenFile, "no token of ours");
        using var reader = new StreamReader(new FileStream(TokenFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

        using var second = await Opened.Open(Options(Folder));

        Assert.Equal("no token of ours", await reader.ReadToEndAsync());
        Assert.DoesNotContain("no token of ours", await File.ReadAllTextAsync(TokenFile, Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_process_left_that_was_killed_while_it_wrote_is_removed_after_a_day()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        Directory.CreateDirectory(Folder);
        string[] left = [Path.Combine(Folder, "old.tmp"), Path.Combine(Folder, "new.tmp"), Path.Combine(Folder, "old.txt")];
        foreach (var file in left)
        {
            await File.WriteAllTextAsync(file, "{");
            File.SetLastWriteTimeUtc(file, file.Contains("old", StringComparison.Ordinal) ? DateTime.UtcNow.AddDays(-2) : DateTime.UtcNow);
        }

        using var connection = await Opened.Open(Options(Folder));

        Assert.Equal([false, true, true], left.Select(File.Exists));
    }

    [Fact]
    public async Task Revoking_where_nothing_can_be_removed_revokes_all_the_same()
    {
        using var accounts = new LiteralServer(request => request.Path == "/oauth/v2/token"
            ? Sample.Token("1000.access.1")
            : Reply.Json(200, """{"status":"success"}"""));
        using var connection = await Opened.Open(Options(Folder, accounts));
        var path = TokenFile;
        File.Delete(path);
        Directory.CreateDirectory(path);

        await connection.RevokeAsync();

        Assert.NotNull(connection.TokenCacheProblem);
        Assert.Equal(2, accounts.Requests.Count);
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern int SetUmask(int mask);

    private ConnectionOptions Options(string folder, LiteralServer? accounts = null) =>
        Opened.RefreshOptions((accounts ?? _accounts).BaseUri, (accounts ?? _accounts).BaseUri) with { TokenCachePath = folder };
}
