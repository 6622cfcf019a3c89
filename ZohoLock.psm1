# Checks that this session can load the cmdlets, and then imports ZohoLock.Cmdlets.psd1, which contains them.
$language = $ExecutionContext.SessionState.LanguageMode
if ($language -ne 'FullLanguage') {
    throw "ZohoLock can't be imported into a session in $language mode: import it before the session is constrained."
}

# The user's preferences must not change how this script runs.
$ErrorActionPreference = 'Stop'
$WhatIfPreference = $false
$ConfirmPreference = 'None'
$PSDefaultParameterValues = @{}

$version = (Microsoft.PowerShell.Utility\Import-PowerShellDataFile -LiteralPath "$PSScriptRoot/ZohoLock.psd1").ModuleVersion
$library = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'ZohoLock.dll')
$client = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'dependencies', 'ZohoLock.Client.dll')
if (-not ([System.IO.File]::Exists($library) -and [System.IO.File]::Exists($client))) {
    throw "ZohoLock isn't built yet: run ./build.sh build (or ./build.ps1 -Task Build) in $PSScriptRoot."
}

$file = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.File]::OpenRead($library))
try {
    $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($file)
    $built = $metadata.GetAssemblyDefinition().Version.ToString(3)
    $buildId = $metadata.GetGuid($metadata.GetModuleDefinition().Mvid)
}
finally { $file.Dispose() }

if ($built -ne $version) {
    throw "ZohoLock.psd1 is of version $version but bin/ZohoLock.dll of ${built}: build or install ZohoLock again in $PSScriptRoot."
}

# .NET keeps an assembly until the process ends. If another of its name is loaded, LoadFrom fails or returns that one.
try { $loaded = [System.Reflection.Assembly]::LoadFrom($library) }
catch [System.IO.FileLoadException] {
    $loaded = [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.Where({ $_.GetName().Name -eq 'ZohoLock' })[0]
    if (-not $loaded) { throw }
}

if ($loaded.Location -ne $library) {
    $folder = [System.IO.Path]::GetDirectoryName([System.IO.Path]::GetDirectoryName($loaded.Location))
    throw ("This session has loaded ZohoLock $($loaded.GetName().Version.ToString(3)) of $folder, and can't load ZohoLock $version of $PSScriptRoot " +
        'beside it: start a new PowerShell session for that.')
}

if ($loaded.ManifestModule.ModuleVersionId -ne $buildId) {
    throw ("ZohoLock in $PSScriptRoot was built or installed anew since this session loaded it: " +
        "start a new PowerShell session for ZohoLock $version.")
}

# The dependencies load in the module's own load context, which must exist before the cmdlets are imported.
[ZohoLock.Loading.ModuleLoader]::Load()

# Enums are serialized as words: by Export-Clixml and jobs, and by ConvertTo-Json, which uses PowerShell's own Newtonsoft.Json.
$serializer = 'Newtonsoft.Json.JsonSerializer, Newtonsoft.Json' -as [type]
$contracts = if ($serializer) { $serializer::Create().ContractResolver }
foreach ($enum in [ZohoLock.Loading.ModuleLoader]::Enums) {
    if ($contracts) { $contracts.ResolveContract($enum).Converter = [Newtonsoft.Json.Converters.StringEnumConverter, Newtonsoft.Json]::new() }
    Microsoft.PowerShell.Utility\Update-TypeData -TypeName $enum.FullName -SerializationMethod String -Force
}

$cmdlets = Microsoft.PowerShell.Core\Import-Module -Name "$PSScriptRoot/ZohoLock.Cmdlets.psd1" -PassThru
Microsoft.PowerShell.Core\Export-ModuleMember -Cmdlet @($cmdlets.ExportedCmdlets.Keys)
