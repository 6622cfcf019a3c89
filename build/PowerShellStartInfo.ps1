# Starts another PowerShell like this one: pwsh itself, or dotnet with PowerShell's library where PowerShell is a .NET tool.
function New-PowerShellStartInfo([string[]] $Arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    if ([System.IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME 'pwsh.dll')) }
    foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
    $start
}
