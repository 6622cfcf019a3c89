using System.Net.Sockets;
using System.Text;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration.Portable;

namespace ZohoLock.Client.Tests.Configuration.Portable;

/// <summary>Configurations as files: what is read and what is not, and that each is written whole or not at all.</summary>
public sealed class ConfigurationFileTests : IDisposable
{
    private const string Text = """{ "module": "Deals", "lock_type": "manual" }""";

    private static readonly LockConfiguration Configuration = new() { Module = "Deals", LockType = LockType.Manual, LockedFor = LockedFor.AllProfiles };

    private readonly string _folder = Directory.CreateTempSubdirectory("zoholock-").FullName;

    private string File => Path.Combine(_folder, "deals.json");

    private string Schema => Path.Combine(_folder, PortableConfiguration.SchemaFile);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_of_one_megabyte_is_read_and_one_of_a_byte_more_is_not()
    {
        System.IO.File.WriteAllText(File, Text.PadRight(ConfigurationFile.MaxLength));
        Assert.Equal("Deals", ConfigurationFile.Read(File).Module);

        System.IO.File.AppendAllText(File, " ");
        AssertFails("FileTooLarge", () => ConfigurationFile.Read(File));
    }

    [Fact]
    public void Of_a_file_that_is_far_too_large_no_more_is_read_than_may_be_there()
    {
        using (var file = System.IO.File.Create(File))
        {
            file.SetLength(1L << 36);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertFails("FileTooLarge", () => ConfigurationFile.Read(File));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * ConfigurationFile.MaxLength);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_has_an_end()
    {
        using var stop = new CancellationTokenSource();
        using var file = new FileStream(File, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        file.Write(Encoding.UTF8.GetBytes(Text));
        var growing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested && file.Length < 64 * ConfigurationFile.MaxLength)
            {
                file.Write(new byte[65_536]);
                file.Flush();
            }
        });

        Assert.IsType<ZohoException>(await Xunit.Record.ExceptionAsync(() => Task.Run(() =>
        {
            while (true)
            {
                ConfigurationFile.Read(File);
            }
        })).WaitAsync(Hang.Guard));

        await stop.CancelAsync();
        await growing;
    }

    [UnixTheory]
    [InlineData("a device")]
    [InlineData("a device without end, by a link")]
    [InlineData("a pipe that nobody writes to")]
    [InlineData("a socket")]
    [InlineData("a folder")]
    public async Task What_is_no_regular_file_is_neither_read_nor_waited_for(string what)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        switch (what)
        {
            case "a device":
            case "a device without end, by a link":
                System.IO.File.CreateSymbolicLink(File, what == "a device" ? "/dev/null" : "/dev/zero");
                break;
            case "a socket":
                socket.Bind(new UnixDomainSocketEndPoint(File));
                break;
            case "a folder":
                Directory.CreateDirectory(File);
                break;
            default:
                Unix.Run("mkfifo", File);
                break;
        }

        await Task.Run(() =>
        {
            AssertFails("FileNotRead", () => ConfigurationFile.Read(File));
            AssertFails("FileNotWritten", () => ConfigurationFile.Write(File, Configuration));
            AssertFails("FileExists", () => ConfigurationFile.Write(File, Configuration, overwrite: false));
        }).WaitAsync(Hang.Guard);
    }

    [UnixFact]
    public async Task A_schema_that_is_a_pipe_is_not_waited_for()
    {
        Unix.Run("mkfifo", Schema);

        await Task.Run(() =>
        {
            AssertFails("FileNotWritten", () => ConfigurationFile.Write(File, Configuration));
            AssertFails("FileNotWritten", () => ConfigurationFile.Write(File, Configuration, overwrite: false));
        }).WaitAsync(Hang.Guard);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_link_to_a_regular_file_is_read_and_stays_one_when_it_is_written()
    {
        var target = Path.Combine(_folder, "target.json");
        System.IO.File.WriteAllText(target, Text);
        System.IO.File.CreateSymbolicLink(File, target);
        Assert.Equal("Deals", ConfigurationFile.Read(File).Module);

        ConfigurationFile.Write(File, Configuration);

        Assert.Equal(target, new FileInfo(File).LinkTarget);
        Assert.Equal(PortableConfiguration.Write(Configuration), System.IO.File.ReadAllText(target));
    }

    [Fact]
    public void A_file_is_replaced_with_its_permissions_and_nothing_else_is_left_in_the_folder()
    {
        System.IO.File.WriteAllText(File, Text);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        ConfigurationFile.Write(File, Configuration);

        Assert.Equal(PortableConfiguration.Write(Configuration), System.IO.File.ReadAllText(File));
        Assert.True(OperatingSystem.IsWindows() || System.IO.File.GetUnixFileMode(File) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Equal([File, Schema], Directory.GetFileSystemEntries(_folder).Order());
    }

    /// <summary>Whoever reads the file while it is written finds the old one or the new one.</summary>
    [Fact]
    public async Task A_reader_never_sees_half_a_file()
    {
        LockConfiguration[] both =
        [
            Configuration with { RestrictedActions = ["update"] },
            Configuration with { ExcludedFields = [.. Enumerable.Range(0, 15).Select(i => new FieldReference($"Field_{i}_{new string('x', 2_000)}"))] },
        ];
        string[] texts = [.. both.Select(PortableConfiguration.Write)];
        ConfigurationFile.Write(File, both[0]);

        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                ConfigurationFile.Write(File, both[i % 2]);
            }
        });
        while (!writing.IsCompleted)
        {
            using var file = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            Assert.Contains(await reader.ReadToEndAsync(), texts);
        }

        await writing;
    }

    [Fact]
    public void A_file_that_may_not_be_written_stays_as_it_is()
    {
        System.IO.File.WriteAllText(File, Text);
        System.IO.File.SetAttributes(File, FileAttributes.ReadOnly);
        try
        {
            if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            {
                return;
            }

            AssertFails("FileNotWritten", () => ConfigurationFile.Write(File, Configuration));
            Assert.Equal(Text, System.IO.File.ReadAllText(File));
        }
        finally
        {
            System.IO.File.SetAttributes(File, FileAttributes.Normal);
        }
    }

    [Fact]
    public void Without_overwriting_a_schema_that_is_the_same_is_no_obstacle_and_keeps_its_time()
    {
        foreach (var schema in (string[])[PortableConfiguration.Schema, PortableConfiguration.Schema.ReplaceLineEndings("\r\n")])
        {
            System.IO.File.WriteAllText(Schema, schema);
            System.IO.File.SetLastWriteTimeUtc(Schema, DateTime.UnixEpoch);

            ConfigurationFile.Write(File, Configuration, overwrite: false);

            Assert.Equal((schema, DateTime.UnixEpoch), (System.IO.File.ReadAllText(Schema), System.IO.File.GetLastWriteTimeUtc(Schema)));
            System.IO.File.Delete(File);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("\u00ff")]
    public void Without_overwriting_a_schema_that_differs_is_an_error_before_anything_is_written(string schema)
    {
        System.IO.File.WriteAllText(Schema, schema, Encoding.Latin1);

        var failure = AssertFails("FileExists", () => ConfigurationFile.Write(File, Configuration, overwrite: false));

        Assert.Contains(Schema, failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal([Schema], Directory.GetFileSystemEntries(_folder));
        Assert.Equal(schema, System.IO.File.ReadAllText(Schema, Encoding.Latin1));
        ConfigurationFile.Write(File, Configuration);
        Assert.Equal(PortableConfiguration.Schema, System.IO.File.ReadAllText(Schema));
    }

    private static ZohoException AssertFails(string code, Action act)
    {
        var failure = Assert.Throws<ZohoException>(act);
        Assert.Equal((code, ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.NotEmpty(failure.Error.Advice);
        return failure;
    }
}
