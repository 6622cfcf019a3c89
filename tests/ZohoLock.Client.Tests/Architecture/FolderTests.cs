using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

namespace ZohoLock.Client.Tests.Architecture;

/// <summary>A folder of src/ uses only the folders below it, and a namespace is its folder.</summary>
public sealed partial class FolderTests
{
    // Each assembly's folders from bottom to top; those on one level don't use each other. The root is at the top of the libraries, and at the bottom of the cmdlets: an object that scripts see.
    private static readonly Dictionary<string, string[][]> Levels = new()
    {
        ["ZohoLock.Model"] = [[Root]],
        ["ZohoLock.Client"] =
        [
            ["Diagnostics", "Files", "Input"], ["Errors"], ["Transport"], ["Throttling"], ["Retrying"], ["Authentication"], ["Api"],
            ["Metadata"], ["Locking", "Configuration", "Organization"], ["Journal", "Checking"], ["Bulk"], ["Finding", "Lending"], ["Syncing"], [Root],
        ],
        ["ZohoLock.Reporting"] = [["Statistics"], ["Html", "Workbook"], [Root]],
        ["ZohoLock"] = [[Root], ["Formatting", "Credentials", "Emulation", "Sessions"], ["Binding"], ["Loading", "Pipeline"], ["Completion"], ["Commands"]],
        ["ZohoCrm.Emulator"] = [["Http"], ["Observation", "Limits"], ["Faults"], ["Settings"], ["Crm"], ["OAuth"], ["Api"], [Root]],
    };

    private const string Root = "";

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Architecture = new(() => new ArchLoader()
        .LoadFilteredDirectory(OutputOf("ZohoLock"), "ZohoLock*.dll")
        .LoadFilteredDirectory(OutputOf("ZohoLock"), "ZohoCrm.Emulator.dll")
        .Build());

    public static TheoryData<string> Assemblies { get; } = [.. Levels.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_folder_uses_only_folders_below_it(string assembly)
    {
        var wrong = Architecture.Value.Types
            .Where(type => AssemblyOf(type) == assembly)
            .SelectMany(type => type.GetTypeDependencies(), (type, target) => (Type: type, Target: target))
            .Where(use => AssemblyOf(use.Target) == assembly && FolderOf(use.Type) != FolderOf(use.Target) && LevelOf(use.Target) >= LevelOf(use.Type))
            .Select(use => $"{FolderOf(use.Type)} -> {FolderOf(use.Target)}: {use.Type.Name} uses {use.Target.Name}")
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_namespace_is_its_folder(string assembly)
    {
        var folder = Path.Combine(Repository.Folder, "src", assembly);
        var wrong = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(file => !file.StartsWith("obj", StringComparison.Ordinal) && !file.StartsWith("bin", StringComparison.Ordinal))
            .Where(file => Namespace().Match(File.ReadAllText(Path.Combine(folder, file))).Groups[1].Value != NamespaceOf(assembly, Path.GetDirectoryName(file)!));

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_folder_has_its_level(string assembly)
    {
        var folder = Path.Combine(Repository.Folder, "src", assembly);
        var folders = Directory.EnumerateDirectories(folder)
            .Where(child => Path.GetFileName(child) is not ("bin" or "obj") && Directory.EnumerateFiles(child, "*.cs", SearchOption.AllDirectories).Any())
            .Select(Path.GetFileName);

        Assert.Equal(folders.Order(StringComparer.Ordinal), Levels[assembly].SelectMany(level => level).Where(name => name != Root).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ZohoLock.Model", "ZohoLock.Client")]
    [InlineData("ZohoLock.Model", "ZohoLock")]
    [InlineData("ZohoLock.Client", "ZohoLock")]
    [InlineData("ZohoLock.Client", "ZohoCrm.Emulator")]
    [InlineData("ZohoCrm.Emulator", "ZohoLock.Client")]
    [InlineData("ZohoCrm.Emulator", "ZohoLock.Model")]
    [InlineData("ZohoLock.Reporting", "ZohoLock.Client")]
    [InlineData("ZohoLock.Reporting", "ZohoLock")]
    [InlineData("ZohoLock.Client", "ZohoLock.Reporting")]
    public void An_assembly_does_not_use_another_that_it_must_not_know(string assembly, string other) => Assert.Empty(
        Architecture.Value.Types.Where(type => AssemblyOf(type) == assembly)
            .SelectMany(type => type.GetTypeDependencies(), (type, target) => (Type: type, Target: target))
            .Where(use => AssemblyOf(use.Target) == other)
            .Select(use => $"{use.Type.FullName} uses {use.Target.FullName}"));

    // Types that the compiler adds, and type parameters, have the same names in every assembly.
    private static string? AssemblyOf(IType type) =>
        type is not GenericParameter && type.Namespace?.FullName.StartsWith("Zoho", StringComparison.Ordinal) == true ? type.Assembly?.Name.Split(',')[0] : null;

    private static string FolderOf(IType type)
    {
        var rootNamespace = RootNamespace(AssemblyOf(type)!);
        return type.Namespace.FullName.Length > rootNamespace.Length ? type.Namespace.FullName[(rootNamespace.Length + 1)..].Split('.')[0] : Root;
    }

    private static int LevelOf(IType type) => Array.FindIndex(Levels[AssemblyOf(type)!], level => level.Contains(FolderOf(type)));

    private static string NamespaceOf(string assembly, string folder) =>
        folder.Length == 0 ? RootNamespace(assembly) : $"{RootNamespace(assembly)}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";

    private static string RootNamespace(string assembly) => assembly is "ZohoCrm.Emulator" or "ZohoLock.Reporting" ? assembly : "ZohoLock";

    private static string OutputOf(string project) =>
        Path.Combine(Repository.Folder, "src", project, "bin", AppContext.BaseDirectory.Contains("Debug", StringComparison.Ordinal) ? "Debug" : "Release", "net8.0");

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
