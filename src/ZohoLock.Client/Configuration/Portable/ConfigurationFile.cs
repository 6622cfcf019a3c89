using System.Text;
using ZohoLock.Files;

namespace ZohoLock.Configuration.Portable;

/// <summary>
/// Reads and writes files with a locking configuration in the format of <see cref="PortableConfiguration"/>, with the JSON schema in the
/// same folder.
/// </summary>
public static class ConfigurationFile
{
    /// <summary>The maximum size of a file: 1 MB, while a configuration has a few thousand bytes.</summary>
    public const int MaxLength = 1 << 20;

    // Invalid UTF-8 is an error, because replacement characters would change names.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <exception cref="ZohoException">
    /// The file can't be read or isn't a regular file (code <c>FileNotRead</c>), is larger than <see cref="MaxLength"/>
    /// (<c>FileTooLarge</c>), or has invalid content (<c>InvalidConfigurationFile</c>).
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

    /// <summary>Writes a file, and the JSON schema next to it. An unchanged file isn't written, so that its time stays the same.</summary>
    /// <param name="path">The file; its folder is created if it doesn't exist.</param>
    /// <param name="configuration">A configuration with names.</param>
    /// <param name="overwrite">Whether existing files may be changed.</param>
    /// <exception cref="ZohoException">
    /// A file can't be written (code <c>FileNotWritten</c>), exists and may not be changed (<c>FileExists</c>, before anything is written),
    /// or the configuration lacks a name (<c>NameUnknown</c>).
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

    /// <summary>Throws if the file exists, or if a different schema is next to it (line breaks don't count).</summary>
    /// <exception cref="ZohoException">
    /// A file exists (code <c>FileExists</c>), or the schema can't be read (<c>FileNotWritten</c>).
    /// </exception>
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

    // Null if it isn't text, or too large.
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

    // Null if it is too large.
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
