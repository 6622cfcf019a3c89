# The cmdlets, and how their output is shown. ZohoLock.psm1 imports it: the types and formats of a manifest load before its RootModule could say
# that there is another ZohoLock already.
@{
    RootModule           = 'bin/ZohoLock.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0d6c6f7c-3b0e-4c39-9d3b-7a8f2a6c0b54'
    Author               = 'The ZohoLock founders'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('ZohoLock.Types.ps1xml')
    FormatsToProcess     = @('ZohoLock.Format.ps1xml')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
