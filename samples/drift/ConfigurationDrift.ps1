# Tells a pipeline whether an organisation still has the locking configurations of the files in Git. It changes nothing.
# Exit codes: 0 they are the same; 2 they differ; 1 something couldn't be compared.
# The connection is that of the environment variables ZOHO_CRM_... (Get-Help Connect-ZohoCrm -Parameter EnvironmentVariable). A summary in Markdown is
# added to that of GitHub Actions or Azure Pipelines, and written to -SummaryPath.
param(
    # The files, or folders with files, that Export-ZohoRecordLockConfiguration has written.
    [string[]] $Path = './locking',

    # The modules to compare: those of the files by default; * finds those without a file too.
    [string[]] $Module,

    # Where else to write the summary.
    [string] $SummaryPath
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function ConvertTo-Text($Value) { $null -eq $Value ? '(none)' : $Value -join ', ' }

# Whoever may name a rule in Zoho writes into this summary: what Markdown or HTML would read as more than text becomes a character reference.
function ConvertTo-Markdown($Value) {
    $text = (ConvertTo-Text $Value) -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]', [string][char]0xFFFD
    [regex]::Replace($text, "[^\p{L}\p{M}\p{N}\p{Cs} ,.()='/+%-]", { '&#{0};' -f [int][char]$args[0].Value })
}

# Pipelines take commands from the log: ##vso[...] and ::set-output::.
function Write-LogLine([string] $Text) { Write-Host ($Text -replace '#(?=#)', '# ' -replace ':(?=:)', ': ') }

function Write-Summary([string[]] $Line) {
    $text = ($Line -join "`n") + "`n"
    if ($SummaryPath) { Set-Content -LiteralPath $SummaryPath -Value $text -NoNewline }
    if ($env:GITHUB_STEP_SUMMARY) { Add-Content -LiteralPath $env:GITHUB_STEP_SUMMARY -Value $text -NoNewline }
    if ($env:TF_BUILD) {
        $file = Join-Path ($env:AGENT_TEMPDIRECTORY ?? [System.IO.Path]::GetTempPath()) "locking-$([guid]::NewGuid().ToString('N')).md"
        Set-Content -LiteralPath $file -Value $text -NoNewline
        Write-Host "##vso[task.uploadsummary]$file"
    }
}

try {
    $beside = Join-Path $PSScriptRoot '..' '..' 'ZohoLock.psd1'
    Import-Module ((Test-Path $beside) ? $beside : 'ZohoLock')
    Connect-ZohoCrm -EnvironmentVariable
    $organization = "$(Get-ZohoCrmConnection | Select-Object -First 1)"
    $modules = $Module ? @{ Module = $Module } : @{}
    $differences = @(Compare-ZohoRecordLockConfiguration -Path $Path @modules -ErrorAction SilentlyContinue -ErrorVariable failures)
}
catch {
    $differences = @()
    $failures = @($failures) + $_
}
finally {
    if (Get-Module ZohoLock) { Get-ZohoCrmConnection | Disconnect-ZohoCrm }
}

$failures = @($failures | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Select-Object -Unique)
$verdict = $failures ? 'could not be compared' : $differences ? 'differ' : 'are the same'
$summary = @(
    "## Locking configurations $verdict"
    ''
    "Organisation: $(ConvertTo-Markdown ($organization ? $organization : 'not connected'))"
    if ($differences) {
        ''
        '| Module | Property | In the file | In the organisation |'
        '| --- | --- | --- | --- |'
        foreach ($one in $differences) {
            "| $((ConvertTo-Markdown $one.Module), (ConvertTo-Markdown $one.Property), (ConvertTo-Markdown $one.InFile), (ConvertTo-Markdown $one.InOrganization) -join ' | ') |"
        }
    }
    if ($failures) {
        ''
        foreach ($failure in $failures) { "- $(ConvertTo-Markdown "$($failure.Exception.Message) $($failure.ErrorDetails.RecommendedAction)")" }
    }
)

Write-LogLine "Locking configurations $verdict. $organization"
$differences | ForEach-Object { Write-LogLine "$_" }
$failures | ForEach-Object { Write-LogLine "$($_.Exception.Message) $($_.ErrorDetails.RecommendedAction)" }
Write-Summary $summary
exit ($failures ? 1 : $differences ? 2 : 0)
