# The first block of PowerShell of a page, from a heading on where one is given.
function Get-DocumentCode([string] $Page, [string] $Heading = '') {
    $text = (Get-Content (Join-Path $PSScriptRoot '..' '..' $Page) -Raw) -replace "`r"
    [regex]::Match($text, "(?ms)$($Heading ? "^#+ $([regex]::Escape($Heading))$.+?" : '')^```````powershell\n(.+?)^``````").Groups[1].Value
}
