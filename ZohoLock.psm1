$library = Join-Path $PSScriptRoot 'bin' 'ZohoLock.dll'
if (-not (Test-Path -LiteralPath $library)) {
    throw "ZohoLock isn't built yet: run ./build.sh build (or ./build.ps1 -Task Build) in $PSScriptRoot."
}

# What the cmdlets refer to loads in a context of the module's own, which must be there before the cmdlets are read.
$null = [System.Reflection.Assembly]::LoadFrom($library)
[ZohoLock.Loading.ModuleLoader]::Load()

$cmdlets = Import-Module -Name $library -PassThru
Export-ModuleMember -Cmdlet @($cmdlets.ExportedCmdlets.Keys)
