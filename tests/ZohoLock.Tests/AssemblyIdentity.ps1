# What identifies an assembly, changed in a file: its version, and the id of its build.
function Set-AssemblyIdentity([string] $Path, [version] $Version, [guid] $Build = [guid]::NewGuid()) {
    $bytes = [System.IO.File]::ReadAllBytes($Path)
    $image = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.MemoryStream]::new($bytes))
    $metadata = [System.Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($image)
    $start = $image.PEHeaders.MetadataStartOffset
    $row = $start + [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetTableMetadataOffset($metadata, 'Assembly')
    $guids = $start + [System.Reflection.Metadata.Ecma335.MetadataReaderExtensions]::GetHeapMetadataOffset($metadata, 'Guid')
    $at = $row + 4
    foreach ($part in $Version.Major, $Version.Minor, $Version.Build) {
        [BitConverter]::GetBytes([uint16] $part).CopyTo($bytes, $at)
        $at += 2
    }

    $Build.ToByteArray().CopyTo($bytes, $guids)
    [System.IO.File]::WriteAllBytes($Path, $bytes)
}
