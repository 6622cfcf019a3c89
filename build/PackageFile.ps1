# Writes a .nupkg again, so that it depends on nothing but the files in it and a time: entries in order, all of that time, no random names, and no
# operating system. Compress-PSResource writes them in the order of the file system, at the times of the files.
function Set-PackageFileNormalized([string] $Path, [DateTimeOffset] $Time) {
    $entries = [System.Collections.Generic.SortedDictionary[string, byte[]]]::new([StringComparer]::Ordinal)
    $archive = [System.IO.Compression.ZipFile]::OpenRead($Path)
    try {
        foreach ($entry in $archive.Entries) {
            $bytes = [System.IO.MemoryStream]::new()
            $stream = $entry.Open()
            try { $stream.CopyTo($bytes) } finally { $stream.Dispose() }
            $entries.Add($entry.FullName, $bytes.ToArray())
        }
    }
    finally { $archive.Dispose() }

    $properties = @($entries.Keys -like '*.psmdcp')[0]
    $newProperties = 'package/services/metadata/core-properties/properties.psmdcp'
    $entries[$newProperties] = Edit-Xml $entries[$properties] {
        param($xml)
        $null = $xml.DocumentElement.RemoveChild($xml.DocumentElement['lastModifiedBy'])
    }
    $null = $entries.Remove($properties)
    $entries['_rels/.rels'] = Edit-Xml $entries['_rels/.rels'] {
        param($xml)
        $number = 0
        foreach ($relationship in $xml.DocumentElement.ChildNodes) {
            if ($relationship.Target -eq "/$properties") { $relationship.Target = "/$newProperties" }
            $relationship.Id = "R$((++$number))"
        }
    }
    $entries['[Content_Types].xml'] = Edit-Xml $entries['[Content_Types].xml'] {
        param($xml)
        $sorted = [System.Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
        foreach ($type in $xml.DocumentElement.ChildNodes) { $sorted.Add($type.OuterXml, $type) }
        foreach ($type in $sorted.Values) { $null = $xml.DocumentElement.AppendChild($type) }
    }

    $archive = [System.IO.Compression.ZipArchive]::new([System.IO.File]::Create($Path), 'Create')
    try {
        foreach ($name in $entries.Keys) {
            $entry = $archive.CreateEntry($name, 'Optimal')
            $entry.LastWriteTime = $Time
            $stream = $entry.Open()
            try { $stream.Write($entries[$name]) } finally { $stream.Dispose() }
        }
    }
    finally { $archive.Dispose() }
}

function Edit-Xml([byte[]] $Bytes, [scriptblock] $Edit) {
    $xml = [xml]::new()
    $xml.Load([System.IO.MemoryStream]::new($Bytes))
    & $Edit $xml
    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
    $stream = [System.IO.MemoryStream]::new()
    $writer = [System.Xml.XmlWriter]::Create($stream, $settings)
    try { $xml.Save($writer) } finally { $writer.Dispose() }
    , $stream.ToArray()
}
