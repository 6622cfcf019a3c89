# Checks that this session can load the cmdlets, and then imports ZohoLock.Cmdlets.psd1, which contains them. PowerShell compiles this script in each
# process: what C# can do is done there, and the block for an assembly that can't be loaded is compiled only then.
try {
    $problem = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/ZohoLock.dll").GetType('ZohoLock.Loading.ModuleLoader')::Load($PSScriptRoot)
}
catch {
    $problem = & {
        if ($_.Exception.InnerException -is [System.IO.FileNotFoundException]) {
            throw "ZohoLock isn't built yet: run ./build.sh build (or ./build.ps1 -Task Build) in $PSScriptRoot."
        }

        $language = $ExecutionContext.SessionState.LanguageMode
        if ($language -ne 'FullLanguage') {
            throw "ZohoLock can't be imported into a session in $language mode: import it before the session is constrained."
        }

        # .NET keeps an assembly until the process ends. If another ZohoLock is loaded, that one says so. Its type is named in a string, because
        # PowerShell looks for a type literal in every assembly when it parses the script.
        $loader = 'ZohoLock.Loading.ModuleLoader' -as [type]
        if (-not $loader) { throw $_ }
        $loader::Load($PSScriptRoot)
    }
}

if ($problem) { throw $problem }
Microsoft.PowerShell.Core\Import-Module -Name "$PSScriptRoot/ZohoLock.Cmdlets.psd1" -ErrorAction Stop
