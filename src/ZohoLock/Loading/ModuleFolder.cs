using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ZohoLock.Loading;

/// <summary>The folder from which a session imports the module.</summary>
/// <param name="folder">The folder of ZohoLock.psd1.</param>
internal sealed class ModuleFolder(string folder)
{
    private readonly string _library = Path.Combine(folder, "bin", "ZohoLock.dll");

    /// <summary>The assemblies that the cmdlets depend on.</summary>
    public string Dependencies { get; } = Path.Combine(folder, "bin", "dependencies");

    /// <summary>Why the cmdlets that this process has loaded aren't those of this folder, or null.</summary>
    /// <param name="isLoadedBefore">Whether an earlier import has loaded them: the file may be another since.</param>
    public string? FindProblem(bool isLoadedBefore)
    {
        if (!File.Exists(Path.Combine(Dependencies, "ZohoLock.Client.dll")))
        {
            return $"ZohoLock isn't built yet: run ./build.sh build (or ./build.ps1 -Task Build) in {folder}.";
        }

        var loaded = typeof(ModuleFolder).Assembly;
        var loadedVersion = loaded.GetName().Version!.ToString(3);
        var version = ReadManifestVersion();
        if (!string.Equals(loaded.Location, Path.GetFullPath(_library), StringComparison.OrdinalIgnoreCase))
        {
            var loadedFolder = Path.GetDirectoryName(Path.GetDirectoryName(loaded.Location));
            return $"This session has loaded ZohoLock {loadedVersion} of {loadedFolder}, and can't load ZohoLock {version} of {folder} beside it: "
                + "start a new PowerShell session for that.";
        }

        if (isLoadedBefore && loaded.ManifestModule.ModuleVersionId != ReadBuildId())
        {
            return $"ZohoLock in {folder} was built or installed anew since this session loaded it: start a new PowerShell session for ZohoLock {version}.";
        }

        return loadedVersion == version
            ? null
            : $"ZohoLock.psd1 is of version {version} but bin/ZohoLock.dll of {loadedVersion}: build or install ZohoLock again in {folder}.";
    }

    private string ReadManifestVersion()
    {
        var line = File.ReadLines(Path.Combine(folder, "ZohoLock.psd1")).First(line => line.TrimStart().StartsWith("ModuleVersion", StringComparison.Ordinal));
        return line.Split('\'')[1];
    }

    private Guid ReadBuildId()
    {
        using var file = new PEReader(File.OpenRead(_library));
        var metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
