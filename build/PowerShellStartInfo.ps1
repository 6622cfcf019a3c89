# Creates the start information for another PowerShell like this one: pwsh, or dotnet with pwsh.dll if PowerShell is a .NET tool.
function New-PowerShellStartInfo([string[]] $Arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    if ([System.IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') { $start.ArgumentList.Add((Join-Path $PSHOME 'pwsh.dll')) }
    foreach ($argument in $Arguments) { $start.ArgumentList.Add($argument) }
    $start
}
