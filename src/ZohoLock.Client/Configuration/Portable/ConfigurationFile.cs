using System.Text;
using ZohoLock.Files;

namespace ZohoLock.Configuration.Portable;

/// <summary>Files with a locking configuration each, as <see cref="PortableConfiguration"/> writes them, and the schema beside them.</summary>
public static class ConfigurationFile
{
    /// <summary>How large a file may be, in bytes: 1 MB, where a configuration has some thousands.</summary>
    public const int MaxLength = 1 << 20;

    // What isn't UTF-8 isn't to be guessed at: names would be lost.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file: UTF-8, or UTF-16 with its mark.</summary>
    /// <exception cref="ZohoException">
    /// It can't be read, or is no regular file (code <c>FileNotRead</c>), is larger than <see cref="MaxLength"/> (<c>FileTooLarge</c>), or isn't what
    /// <see cref="PortableConfiguration.Read"/> reads (<c>InvalidConfigurationFile</c>).
    /// </exception>
    public static LockConfiguration Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return PortableConfiguration.Read(ReadText(path) ?? throw new ZohoException(ZohoError.Input(
                "FileTooLarge",
                $"{path} has more than 1 MB, which no locking configuration has",
                $"Give the path of a file that {OperationName.ExportConfiguration} has written. Nothing of this one was applied.") with { Subject = path }));
        }
        catch (DecoderFallbackException wrong)
        {
            throw new ZohoException(
                ZohoError.Input("InvalidConfigurationFile", $"this is no UTF-8: {wrong.Message}", "Save the file as UTF-8. Nothing of it was applied."), wrong);
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            throw new ZohoException(ZohoError.Input("FileNotRead", $"{path} can't be read: {failure.Message}", "Give a path that can be read.") with { Subject = path }, failure);
        }
    }

    /// <summary>Writes a file, and the schema beside it. One that has the same text already keeps its time, for those who go by that.</summary>
    /// <param name="path">The file; its folder is made where there is none.</param>
    /// <param name="configuration">A configuration that has names.</param>
    /// <param name="overwrite">Whether files that are there may be changed.</param>
    /// <exception cref="ZohoException">
    /// They can't be written (code <c>FileNotWritten</c>), are there although they may not be changed (<c>FileExists</c>, before anything is written), or the
    /// configuration lacks a name (<c>NameUnknown</c>).
    /// </exception>
    public static void Write(string path, LockConfiguration configuration, bool overwrite = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = PortableConfiguration.Write(configuration);
        if (!overwrite)
        {
            ThrowIfThere(path);
        }

        try
        {
            var schema = SchemaBeside(path);
            Directory.CreateDirectory(Path.GetDirectoryName(schema)!);
            if (overwrite ? !HasText(schema, PortableConfiguration.Schema) : !Path.Exists(schema))
            {
                AtomicFile.Write(schema, Encoding.UTF8.GetBytes(PortableConfiguration.Schema), overwrite);
            }

            if (!overwrite || !HasText(path, text))
            {
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(text), overwrite);
            }
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            throw NotWritten(path, failure);
        }
    }

    /// <summary>Refuses a file that is there, and a schema beside it that is another, other line breaks aside.</summary>
    /// <exception cref="ZohoException">One is there (code <c>FileExists</c>), or the schema can't be read (<c>FileNotWritten</c>).</exception>
    public static void ThrowIfThere(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Path.Exists(path))
        {
            throw new ZohoException(ZohoError.Input("FileExists", $"{path} exists", "Leave -NoClobber out, or give another -Path.") with { Subject = path });
        }

        var schema = SchemaBeside(path);
        try
        {
            if (!Path.Exists(schema) || TryReadText(schema)?.ReplaceLineEndings() == PortableConfiguration.Schema.ReplaceLineEndings())
            {
                return;
            }
        }
        catch (Exception failure) when (IsOfFile(failure))
        {
            throw NotWritten(schema, failure);
        }

        throw new ZohoException(ZohoError.Input(
            "FileExists",
            $"{schema} exists and differs from the schema of this version of ZohoLock, which is written beside {Path.GetFileName(path)}",
            "Leave -NoClobber out to bring it up to date, or give a -Path in another folder. Nothing was written."));
    }

    private static string SchemaBeside(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, PortableConfiguration.SchemaFile);

    private static bool HasText(string path, string text) => Path.Exists(path) && TryReadText(path) == text;

    // Null where it is no text, or too large.
    private static string? TryReadText(string path)
    {
        try
        {
            return ReadText(path);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Null where it is too large.
    private static string? ReadText(string path)
    {
        if (RegularFile.Read(path, MaxLength) is not { } content)
        {
            return null;
        }

        using var reader = new StreamReader(new MemoryStream(content), StrictUtf8);
        return reader.ReadToEnd();
    }

    private static bool IsOfFile(Exception failure) => failure is IOException or InvalidDataException or UnauthorizedAccessException;

    private static ZohoException NotWritten(string path, Exception failure) => new(
        ZohoError.Input("FileNotWritten", $"{path} can't be written: {failure.Message}", "Give a path that can be written to.") with { Subject = path }, failure);
}
